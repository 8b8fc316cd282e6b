import {
  type ListCommunitiesData,
  listCommunities,
  listCommunityContacts,
  listCommunityPlanItems,
  readClosingChecklist,
  readCommunitiesOverview,
  readCommunity,
  readTargetProgress,
} from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';

export type CommunityFilters = NonNullable<ListCommunitiesData['query']>;

export function communitiesQuery(filters: CommunityFilters) {
  return queryOptions({
    queryKey: ['communities', 'list', filters],
    queryFn: ({ signal }) => listCommunities({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function communityQuery(id: string) {
  return queryOptions({
    queryKey: ['communities', 'one', id],
    queryFn: ({ signal }) => readCommunity({ path: { id }, signal }),
  });
}

/** All that run, side by side: strands, what is due, targets. */
export const communitiesOverviewQuery = queryOptions({
  queryKey: ['communities', 'overview'],
  queryFn: ({ signal }) => readCommunitiesOverview({ signal }),
});

export function contactsQuery(communityId: string) {
  return queryOptions({
    queryKey: ['communities', 'contacts', communityId],
    queryFn: ({ signal }) =>
      wholeList((page) =>
        listCommunityContacts({ query: { community_id: communityId, current: true, ...page }, signal }),
      ),
  });
}

export function planItemsQuery(communityId: string, year: number) {
  return queryOptions({
    queryKey: ['communities', 'plan', communityId, year],
    queryFn: ({ signal }) =>
      wholeList((page) => listCommunityPlanItems({ query: { community_id: communityId, year, ...page }, signal })),
  });
}

/** What ends when the community does, on its last day. */
export function checklistQuery(id: string, deed: 'dissolve' | 'complete', endsOn: string) {
  return queryOptions({
    queryKey: ['communities', 'checklist', id, deed, endsOn],
    queryFn: ({ signal }) => readClosingChecklist({ path: { id }, query: { deed, ends_on: endsOn }, signal }),
    gcTime: 0,
  });
}

export function progressQuery(targetId: string) {
  return queryOptions({
    queryKey: ['communities', 'progress', targetId],
    queryFn: ({ signal }) => readTargetProgress({ path: { id: targetId }, signal }),
  });
}

/** After something of a community changed: itself, its activities, and what is counted from both. */
export async function refreshCommunities(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    ['communities', 'activities', 'overview'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
  );
}
