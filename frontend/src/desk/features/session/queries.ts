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

/** Whether the signed-in person holds a permission at all, anywhere. */
export function usePermission(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
