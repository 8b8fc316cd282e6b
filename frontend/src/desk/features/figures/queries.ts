import { type ListFiguresDeliveriesData, listFiguresDeliveries } from '@shared/api/gen';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

export type DeliveryFilters = NonNullable<ListFiguresDeliveriesData['query']>;

/** While something is on its way the list is asked again, so that its receipt appears by itself. */
export function deliveriesQuery(filters: DeliveryFilters) {
  return queryOptions({
    queryKey: ['figures', filters],
    queryFn: ({ signal }) => listFiguresDeliveries({ query: filters, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.items.some((item) => item.state === 'queued') ? 3000 : false),
  });
}
