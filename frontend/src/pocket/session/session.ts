import { deleteCurrentSession, type Me, readMe } from '@shared/api/gen';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { useSyncExternalStore } from 'react';
import { forgetSeen } from '../seen';

/** Where the pocket stands: asking, at the door, inside, or without an answer. */
export type Session =
  | { state: 'asking' }
  | { state: 'signed_out' }
  | { state: 'signed_in'; me: Me }
  | { state: 'unreachable'; problem: ApiProblem };

let session: Session = { state: 'asking' };
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  // Where storage is closed to the page, nothing was kept in it either.
  if (next.state === 'signed_out') forgetSeen().catch(() => undefined);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => session);
}

/** Asks the service who is signed in; run at the start, after signing in, and when a view says «try again». */
export async function askWhoIAm(): Promise<void> {
  try {
    become({ state: 'signed_in', me: await readMe() });
  } catch (error) {
    const problem = asProblem(error);
    become(problem.kind === 'signed_out' ? { state: 'signed_out' } : { state: 'unreachable', problem });
  }
}

/** The session has ended elsewhere, or a request was answered with 401. */
export function becomeSignedOut(): void {
  become({ state: 'signed_out' });
}

/** Signs out. What is waiting on this phone stays; throws an `ApiProblem` when the service cannot be reached. */
export async function signOut(): Promise<void> {
  await deleteCurrentSession();
  becomeSignedOut();
}
