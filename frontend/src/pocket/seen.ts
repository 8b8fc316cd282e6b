import { asProblem } from '@shared/api/problem';
import { database } from './store';

/** What the service says now; or, with `seenAt`, what it said when it was last reached from this phone. */
export interface Seen<Value> {
  value: Value;
  seenAt: string | null;
}

/**
 * Reads from the service and keeps the answer for this account. Where the service cannot be reached, what was seen
 * last; a refusal stays a refusal. Throws when there is neither.
 */
export async function seenLast<Value>(userId: string, name: string, read: () => Promise<Value>): Promise<Seen<Value>> {
  try {
    const value = await read();
    await keep(userId, name, value);
    return { value, seenAt: null };
  } catch (error) {
    if (!['offline', 'busy', 'broken'].includes(asProblem(error).kind)) throw error;
    const kept = await (await database()).get('seen', [userId, name]);
    if (!kept) throw error;
    return { value: kept.value as Value, seenAt: kept.seenAt };
  }
}

async function keep(userId: string, name: string, value: unknown): Promise<void> {
  try {
    await (await database()).put('seen', { userId, name, value, seenAt: new Date().toISOString() });
  } catch {
    // A phone without room left shows what it read all the same.
  }
}

/** Forgets what anybody has seen on this phone: a signed-out phone tells nothing. Drafts stay. */
export async function forgetSeen(): Promise<void> {
  await (await database()).clear('seen');
}
