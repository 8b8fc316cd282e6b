import type { VisitOut } from '@shared/api/gen';
import type { VisitValues } from './values';

/** What somebody has typed and not yet saved: kept on this device until the service has it. */
export interface Typed {
  /** The id under which the visit is or will be known. */
  id: string;
  values: VisitValues;
  /** The visit on which the typing began; `null` for a new one. */
  base: VisitOut | null;
  /** Names of the chosen ones, so that they can be shown before anybody searches. */
  names: Record<string, string>;
}

/** `about` is the visit that is being changed, or `new`. */
function keyOf(userId: string, about: string): string {
  return `handinhand.visit.${userId}.${about}`;
}

/** What this user had typed here; `null` when there is nothing, or nothing that can be read. */
export function recallTyped(userId: string, about: string): Typed | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(userId, about)) ?? 'null');
    return isTyped(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Keeps what is typed. A full or closed store must not disturb the typing. */
export function keepTyped(userId: string, about: string, typed: Typed): void {
  try {
    localStorage.setItem(keyOf(userId, about), JSON.stringify(typed));
  } catch {
    // The text still stands in the form.
  }
}

export function forgetTyped(userId: string, about: string): void {
  localStorage.removeItem(keyOf(userId, about));
}

function isTyped(stored: unknown): stored is Typed {
  if (typeof stored !== 'object' || stored === null) return false;
  const { id, values } = stored as Partial<Typed>;
  return typeof id === 'string' && Array.isArray(values?.duties) && Array.isArray(values.opinions);
}
