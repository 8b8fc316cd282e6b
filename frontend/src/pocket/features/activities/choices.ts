import { type ActivityKindOut, type CommunityOut, listActivityKinds, listCommunities, type Me } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { type Seen, seenLast } from '../../seen';

interface School {
  id: string;
  name: string;
}

/** A community for which somebody may write down an activity, with the schools that are in it now. */
export interface Community extends School {
  lead: School;
  supported: School[];
}

/** What the form offers. */
export interface Choices {
  communities: Community[];
  kinds: Pick<ActivityKindOut, 'id' | 'strand' | 'name'>[];
}

/** The communities and kinds to choose from; kept on this phone for where there is no network. */
export function loadChoices(me: Me): Promise<Seen<Choices>> {
  return seenLast(me.user.id, 'activity choices', async () => {
    const [communities, kinds] = await Promise.all([
      wholeList((page) => listCommunities({ query: { state: 'active', ...page } })),
      wholeList((page) => listActivityKinds({ query: page })),
    ]);
    return {
      communities: communities.filter((community) => takesPart(me, community)).map(asChoice),
      kinds: kinds.map(({ id, strand, name }) => ({ id, strand, name })),
    };
  });
}

function takesPart(me: Me, community: CommunityOut): boolean {
  const { lead, supported } = asChoice(community);
  return mayWriteAll(me) || [lead, ...supported].some(({ id }) => seatsOf(me).includes(id));
}

function asChoice({ id, name, lead_school_id, lead_school_name, schools }: CommunityOut): Community {
  return {
    id,
    name,
    lead: { id: lead_school_id, name: lead_school_name },
    supported: schools.filter((school) => !school.left_on).map(({ school_id, name }) => ({ id: school_id, name })),
  };
}

/** Whether somebody writes down everything of the bureau; the Party office does. */
export function mayWriteAll(me: Me): boolean {
  return me.permissions.includes('communities:write');
}

/** The organisations at which somebody has a role. */
export function seatsOf(me: Me): string[] {
  return me.roles.map((held) => held.organisation_id);
}
