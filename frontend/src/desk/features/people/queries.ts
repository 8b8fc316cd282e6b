import { type ListPeopleData, listDispatches, listPeople, readPerson } from '@shared/api/gen';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

export type PeopleFilters = NonNullable<ListPeopleData['query']>;

export function peopleQuery(filters: PeopleFilters) {
  return queryOptions({
    queryKey: ['people', 'list', filters],
    queryFn: ({ signal }) => listPeople({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function personQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'one', id],
    queryFn: ({ signal }) => readPerson({ path: { id }, signal }),
  });
}

/** The institutions that a person is or was dispatched to. */
export function postsQuery(id: string) {
  return queryOptions({
    queryKey: ['dispatches', 'by', id],
    queryFn: ({ signal }) => listDispatches({ query: { instructor_id: id, sort: '-starts_on', limit: 200 }, signal }),
  });
}

/** People for a `SearchSelect`. */
export async function findPeople(q: string, signal: AbortSignal) {
  const page = await listPeople({ query: { ...(q && { q }), status: 'active', limit: 20 }, signal });
  return page.items.map(({ id, name, organisation_name, organisation_id }) => ({
    id,
    name,
    note: organisation_name,
    organisation_id,
  }));
}
