import { type CommunityOut, listCommunities } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { useQuery } from '@tanstack/react-query';

/** The communities within reach, by name: a county has a handful. */
export function useCommunities(): CommunityOut[] {
  const query = useQuery({
    queryKey: ['communities', 'all'],
    queryFn: ({ signal }) => wholeList((page) => listCommunities({ query: page, signal })),
  });
  return query.data ?? [];
}
