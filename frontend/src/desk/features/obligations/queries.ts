import { listObligations } from '@shared/api/gen';
import { queryOptions } from '@tanstack/react-query';

/** The months of one institution, as far back as the service goes by itself. */
export function monthsOfQuery(institutionId: string) {
  return queryOptions({
    queryKey: ['obligations', 'of', institutionId],
    queryFn: ({ signal }) => listObligations({ query: { institution_id: institutionId, limit: 50 }, signal }),
  });
}
