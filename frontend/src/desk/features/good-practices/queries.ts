import { useMe } from '@desk/features/session/queries';
import {
  type ListGoodPracticesData,
  listGoodPractices,
  type PracticeOut,
  type RoleHeld,
  readGoodPractice,
} from '@shared/api/gen';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';

export type PracticeFilters = NonNullable<ListGoodPracticesData['query']>;

export function practicesQuery(filters: PracticeFilters) {
  return queryOptions({
    queryKey: ['good-practices', 'list', filters],
    queryFn: ({ signal }) => listGoodPractices({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function practiceQuery(id: string) {
  return queryOptions({
    queryKey: ['good-practices', 'one', id],
    queryFn: ({ signal }) => readGoodPractice({ path: { id }, signal }),
  });
}

/** After a practice or its files changed: itself, the board, and what waits for somebody. */
export async function refreshPractices(queryClient: QueryClient): Promise<void> {
  await Promise.all(['good-practices', 'overview'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}

/** The schools in whose name the signed-in person proposes. */
export function useOwnSchools(): RoleHeld[] {
  return useMe().roles.filter((held) => held.role === 'lead_secretary' || held.role === 'institution');
}

/** Whether the signed-in person may write it: for their own school, or as the Party office. */
export function useMayWrite({ school_id }: Pick<PracticeOut, 'school_id'>): boolean {
  const { permissions } = useMe();
  const own = useOwnSchools().some((held) => held.organisation_id === school_id);
  return permissions.includes('good_practices:publish') || (permissions.includes('good_practices:propose') && own);
}
