import { useMe } from '@desk/features/session/queries';
import type { CommunityOut } from '@shared/api/gen';

export interface School {
  id: string;
  name: string;
}

/** The schools of a community for which the signed-in person writes: their own, for the Party office all of them. */
export function useOwnSchools(community: CommunityOut): School[] {
  const { roles, permissions } = useMe();
  if (!permissions.includes('communities:plan')) return [];
  const schools = [
    { id: community.lead_school_id, name: community.lead_school_name },
    ...community.schools
      .filter((school) => school.left_on === null)
      .map((school) => ({ id: school.school_id, name: school.name })),
  ];
  if (permissions.includes('communities:write')) return schools;
  const seats = roles
    .filter((held) => held.role === 'lead_secretary' || held.role === 'institution')
    .map((held) => held.organisation_id);
  return schools.filter((school) => seats.includes(school.id));
}
