import {
  type ListClientGrantsData,
  type ListOauthClientsData,
  listClientGrants,
  listOauthClients,
  readOauthClient,
} from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

export type ClientFilters = NonNullable<ListOauthClientsData['query']>;

export function clientsQuery(filters: ClientFilters) {
  return queryOptions({
    queryKey: ['clients', 'list', filters],
    queryFn: ({ signal }) => listOauthClients({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function clientQuery(id: string) {
  return queryOptions({
    queryKey: ['clients', 'one', id],
    queryFn: ({ signal }) => readOauthClient({ path: { id }, signal }),
  });
}

/** What the bureau grants: to one client by its code, or to all. */
export function grantsQuery(clientId?: string) {
  const filters: NonNullable<ListClientGrantsData['query']> = clientId ? { client_id: clientId } : {};
  return queryOptions({
    queryKey: ['clients', 'grants', filters],
    queryFn: ({ signal }) => wholeList((page) => listClientGrants({ query: { ...filters, ...page }, signal })),
  });
}
