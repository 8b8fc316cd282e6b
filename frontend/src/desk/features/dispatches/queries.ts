import { type ListDispatchesData, listDispatches } from '@shared/api/gen';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';

export type DispatchFilters = NonNullable<ListDispatchesData['query']>;

export function dispatchListQuery(filters: DispatchFilters) {
  return queryOptions({
    queryKey: ['dispatches', 'list', filters],
    queryFn: ({ signal }) => listDispatches({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

/** After a dispatch changed: the lists, and what is reckoned from who was in post. */
export async function refreshDispatches(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    ['dispatches', 'obligations', 'overview'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
  );
}
