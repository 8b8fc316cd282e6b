import {
  type ListInstitutionCoveragesData,
  listInstitutionCoverages,
  listMassGroups,
  listMemberCounts,
  listPartyCoverages,
  readCoverageOverview,
} from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';

export type CoverageFilters = NonNullable<ListInstitutionCoveragesData['query']>;

export function institutionCoveragesQuery(filters: CoverageFilters) {
  return queryOptions({
    queryKey: ['coverage', 'list', filters],
    queryFn: ({ signal }) => listInstitutionCoverages({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

/** How one institution stands today; none for one that has closed. */
export function standingQuery(institutionId: string) {
  return queryOptions({
    queryKey: ['coverage', 'standing', institutionId],
    queryFn: async ({ signal }) => {
      const page = await listInstitutionCoverages({ query: { institution_id: institutionId }, signal });
      return page.items[0] ?? null;
    },
  });
}

export const coverageOverviewQuery = queryOptions({
  queryKey: ['coverage', 'overview'],
  queryFn: ({ signal }) => readCoverageOverview({ signal }),
});

/** Every count of an institution, the latest first. */
export function countsQuery(institutionId: string) {
  return queryOptions({
    queryKey: ['coverage', 'counts', institutionId],
    queryFn: ({ signal }) =>
      wholeList((page) => listMemberCounts({ query: { organisation_id: institutionId, ...page }, signal })),
  });
}

/** Every state of an institution's coverage, the latest first. */
export function coveragesQuery(institutionId: string) {
  return queryOptions({
    queryKey: ['coverage', 'states', institutionId],
    queryFn: ({ signal }) =>
      wholeList((page) => listPartyCoverages({ query: { institution_id: institutionId, ...page }, signal })),
  });
}

/** Every group of an institution, those that ended among them. */
export function groupsQuery(institutionId: string) {
  return queryOptions({
    queryKey: ['coverage', 'groups', institutionId],
    queryFn: ({ signal }) =>
      wholeList((page) => listMassGroups({ query: { institution_id: institutionId, ...page }, signal })),
  });
}

/** After something was entered: the records, what is counted of them, and the figures on the organisation. */
export async function refreshCoverage(queryClient: QueryClient): Promise<void> {
  await Promise.all(['coverage', 'organisations'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}
