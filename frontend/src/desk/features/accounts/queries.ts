import {
  type ListUsersData,
  listPeople,
  listRoles,
  listUsers,
  type PersonOut,
  type Role,
  type RoleOut,
  readUser,
} from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';

export type AccountFilters = NonNullable<ListUsersData['query']>;

export function accountsQuery(filters: AccountFilters) {
  return queryOptions({
    queryKey: ['accounts', 'list', filters],
    queryFn: ({ signal }) => listUsers({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function accountQuery(id: string) {
  return queryOptions({
    queryKey: ['accounts', 'one', id],
    queryFn: ({ signal }) => readUser({ path: { id }, signal }),
  });
}

const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => listRoles({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The roles of the product, with what each is for and where it can be held. */
export function useRoles(): RoleOut[] {
  return useQuery(rolesQuery).data?.items ?? [];
}

/** Everybody who works here and has no account yet. */
export const peopleWithoutAccountQuery = queryOptions({
  queryKey: ['accounts', 'people-without'],
  queryFn: async ({ signal }): Promise<PersonOut[]> => {
    const [people, users] = await Promise.all([
      wholeList((page) => listPeople({ query: { status: 'active', ...page }, signal })),
      wholeList((page) => listUsers({ query: page, signal })),
    ]);
    const holders = new Set(users.map((user) => user.person_id));
    return people.filter((person) => !holders.has(person.id));
  },
});

/** Roles that are given to many people at once, at the place where they work. */
export const bulkRoles: readonly Role[] = ['instructor', 'teacher', 'lead_secretary', 'host_secretary', 'institution'];
