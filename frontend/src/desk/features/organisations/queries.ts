import { usePermission } from '@desk/features/session/queries';
import {
  type ListOrganisationsData,
  listDispatches,
  listOrganisationNames,
  listOrganisations,
  readOrganisation,
} from '@shared/api/gen';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';

export type OrganisationFilters = NonNullable<ListOrganisationsData['query']>;

export function organisationsQuery(filters: OrganisationFilters) {
  return queryOptions({
    queryKey: ['organisations', 'list', filters],
    queryFn: ({ signal }) => listOrganisations({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function organisationQuery(id: string) {
  return queryOptions({
    queryKey: ['organisations', 'one', id],
    queryFn: ({ signal }) => readOrganisation({ path: { id }, signal }),
  });
}

/** The names that an organisation bore before. */
export function formerNamesQuery(id: string) {
  return queryOptions({
    queryKey: ['organisations', 'one', id, 'names'],
    queryFn: ({ signal }) => listOrganisationNames({ path: { id }, query: { limit: 200 }, signal }),
  });
}

/** Who was and is dispatched to an institution, the latest first. */
export function dispatchesQuery(id: string) {
  return queryOptions({
    queryKey: ['dispatches', 'of', id],
    queryFn: ({ signal }) => listDispatches({ query: { institution_id: id, sort: '-starts_on', limit: 50 }, signal }),
  });
}

/** The bureau's sections, by name: few, and wanted in filters and forms. */
const sectionsQuery = queryOptions({
  queryKey: ['organisations', 'sections'],
  queryFn: ({ signal }) => listOrganisations({ query: { kind: 'section', limit: 200 }, signal }),
  staleTime: 5 * 60_000,
});

export function useSections(): { id: string; name: string }[] {
  const mayRead = usePermission('organisations:read');
  return useQuery({ ...sectionsQuery, enabled: mayRead }).data?.items ?? [];
}

/** Organisations for a `SearchSelect`. */
export async function findOrganisations(q: string, signal: AbortSignal, filters: OrganisationFilters = {}) {
  const page = await listOrganisations({ query: { ...filters, ...(q && { q }), limit: 20 }, signal });
  return page.items.map(({ id, name }) => ({ id, name }));
}
