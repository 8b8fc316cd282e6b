import { findOrganisations } from '@desk/features/organisations/queries';
import { listVisitRevisions, listVisits, readVisit } from '@shared/api/gen';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { VisitFilters } from './visit-search';

export function visitsQuery(filters: VisitFilters) {
  return queryOptions({
    queryKey: ['visits', 'list', filters],
    queryFn: ({ signal }) => listVisits({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function visitQuery(id: string) {
  return queryOptions({
    queryKey: ['visits', 'one', id],
    queryFn: ({ signal }) => readVisit({ path: { id }, signal }),
  });
}

/** What stood in a visit before each correction, the latest first. */
export function revisionsQuery(id: string) {
  return queryOptions({
    queryKey: ['visits', 'one', id, 'revisions'],
    queryFn: ({ signal }) => listVisitRevisions({ path: { id }, signal }),
  });
}

/** After a visit changed: itself, the lists, and what is counted from visits. */
export async function refreshVisits(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    ['visits', 'obligations', 'opinions', 'overview', 'standards'].map((name) =>
      queryClient.invalidateQueries({ queryKey: [name] }),
    ),
  );
}

/** The institutions that are visited: private ones. */
export function findInstitutions(q: string, signal: AbortSignal) {
  return findOrganisations(q, signal, { ownership: 'private' });
}
