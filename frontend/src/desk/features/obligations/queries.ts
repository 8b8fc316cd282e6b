import { type ListObligationsData, listObligations } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { queryOptions } from '@tanstack/react-query';

type ObligationFilters = NonNullable<ListObligationsData['query']>;

/** The months of one institution, as far back as the service goes by itself. */
export function monthsOfQuery(institutionId: string) {
  return queryOptions({
    queryKey: ['obligations', 'of', institutionId],
    queryFn: ({ signal }) => listObligations({ query: { institution_id: institutionId, limit: 50 }, signal }),
  });
}

/** Every institution that owes the month, within the filters: the list of those to be waived. */
export function owedQuery(filters: ObligationFilters) {
  return queryOptions({
    queryKey: ['obligations', 'owed', filters],
    queryFn: ({ signal }) => wholeList((page) => listObligations({ query: { ...filters, ...page }, signal })),
  });
}
