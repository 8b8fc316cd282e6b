import {
  type ListInstitutionStandardsData,
  listChecklists,
  listInstitutionStandards,
  listStandardsReviews,
  readStandardsReview,
} from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import type { ChecklistKind } from '@shared/domain/standards';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';

export type InstitutionFilters = NonNullable<ListInstitutionStandardsData['query']>;

/** Every edition of both checklists: a handful. */
export const checklistsQuery = queryOptions({
  queryKey: ['standards', 'checklists'],
  queryFn: ({ signal }) => wholeList((page) => listChecklists({ query: page, signal })),
});

export function institutionsQuery(filters: InstitutionFilters) {
  return queryOptions({
    queryKey: ['standards', 'institutions', filters],
    queryFn: ({ signal }) => listInstitutionStandards({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

const mostCompared = 12;

/** The latest reviews of an institution by one checklist, the latest first. */
export function reviewsQuery(institutionId: string, kind: ChecklistKind) {
  return queryOptions({
    queryKey: ['standards', 'reviews', institutionId, kind],
    queryFn: ({ signal }) =>
      listStandardsReviews({ query: { institution_id: institutionId, kind, limit: mostCompared }, signal }),
  });
}

export function reviewQuery(id: string) {
  return queryOptions({
    queryKey: ['standards', 'review', id],
    queryFn: ({ signal }) => readStandardsReview({ path: { id }, signal }),
  });
}

export async function refreshStandards(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['standards'] });
}
