import { type ListActivitiesData, listActivities, listActivityKinds, readActivity } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

export type ActivityFilters = NonNullable<ListActivitiesData['query']>;

export function activitiesQuery(filters: ActivityFilters) {
  return queryOptions({
    queryKey: ['activities', 'list', filters],
    queryFn: ({ signal }) => listActivities({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function activityQuery(id: string) {
  return queryOptions({
    queryKey: ['activities', 'one', id],
    queryFn: ({ signal }) => readActivity({ path: { id }, signal }),
  });
}

/** The kinds that are offered, by strand and position. */
export const kindsQuery = queryOptions({
  queryKey: ['activities', 'kinds'],
  queryFn: ({ signal }) => wholeList((page) => listActivityKinds({ query: page, signal })),
  staleTime: 5 * 60_000,
});
