import { type Me, type Permission, readMe } from '@shared/api/gen';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';

/** Who is signed in, with the permissions that decide what the desk shows. The service decides what is allowed. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => readMe({ signal }),
  staleTime: 60_000,
});

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Whether somebody sees how counties stand and no institution: the municipal bureau (domain.md §2). */
export function useFiguresOnly(): boolean {
  const { permissions } = useMe();
  return permissions.includes('overview:read') && !permissions.includes('obligations:read');
}

/** Whether the signed-in person holds a permission at all, anywhere. */
export function usePermission(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
