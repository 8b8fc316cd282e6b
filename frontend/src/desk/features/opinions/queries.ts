import { type ListOpinionsData, listOpinions } from '@shared/api/gen';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

export type OpinionFilters = NonNullable<ListOpinionsData['query']>;

export function opinionsQuery(filters: OpinionFilters) {
  return queryOptions({
    queryKey: ['opinions', 'list', filters],
    queryFn: ({ signal }) => listOpinions({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}
