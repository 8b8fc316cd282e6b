import { useMe } from '@desk/features/session/queries';
import type { Role } from '@shared/api/gen';

const ofTheBureau: readonly Role[] = ['bureau_admin', 'bureau_leader'];

/** Whose records the signed-in person looks at: the whole bureau's, those of several institutions, or of one. */
export function useReach(): 'bureau' | 'institutions' | 'institution' {
  const { roles } = useMe();
  if (roles.some((held) => ofTheBureau.includes(held.role))) return 'bureau';
  return roles.every((held) => held.role === 'institution') ? 'institution' : 'institutions';
}
