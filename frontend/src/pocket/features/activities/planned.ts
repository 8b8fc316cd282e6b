import { type ActivityOut, listActivities, type Me, readActivity } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { dateOf } from '@shared/time/zone';
import { type Seen, seenLast } from '../../seen';
import { type Choices, mayWriteAll, seatsOf } from './choices';

/** The service's largest page: more than a community has before it in two weeks. */
const most = 200;
const daysAhead = 14;

/** What is planned and due, in three parts, each from the earliest day on. */
export interface Due {
  overdue: ActivityOut[];
  today: ActivityOut[];
  soon: ActivityOut[];
}

/** The plans up to two weeks from now; kept on this phone for where there is no network. */
export function loadPlanned(me: Me): Promise<Seen<ActivityOut[]>> {
  const end = dateOf(new Date(Date.now() + daysAhead * 24 * 3_600_000));
  return seenLast(me.user.id, 'activities planned', async () => {
    const { items } = await listActivities({ query: { state: 'planned', to: end, sort: 'starts_on', limit: most } });
    return items;
  });
}

/** One activity; without a network, as the list of plans last showed it. */
export async function loadActivity(me: Me, id: string): Promise<ActivityOut> {
  try {
    return await readActivity({ path: { id } });
  } catch (error) {
    if (asProblem(error).kind !== 'offline') throw error;
    const planned = (await loadPlanned(me)).value.find((activity) => activity.id === id);
    if (!planned) throw error;
    return planned;
  }
}

/** Lead school and Party office write every activity of the community, a supported school those that it organises. */
export function mayWrite(me: Me, activity: ActivityOut, { communities }: Choices): boolean {
  if (mayWriteAll(me)) return true;
  const seats = seatsOf(me);
  const lead = communities.find(({ id }) => id === activity.community_id)?.lead.id;
  return seats.includes(activity.organiser_id) || (lead !== undefined && seats.includes(lead));
}

/** Plans by when they are due, as of a day. */
export function byDay(planned: readonly ActivityOut[], today: string): Due {
  return {
    overdue: planned.filter(({ ends_on }) => ends_on < today),
    today: planned.filter(({ starts_on, ends_on }) => starts_on <= today && today <= ends_on),
    soon: planned.filter(({ starts_on }) => starts_on > today),
  };
}
