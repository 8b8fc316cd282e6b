import type { ObligationOut } from '@shared/api/gen';
import { addMonths } from '@shared/time/zone';

/** How many institutions one request waives at most; the service refuses more. */
export const mostAtOnce = 1000;

/** How far ahead and back a month is offered for waiving; further ahead the service refuses it. */
const monthsAhead = 12;
const monthsBack = 35;

/** What waiving would do to the ticked ones, and what has been done before. */
export interface WaivePlan {
  /** Ticked and not waived yet: these are sent. */
  fresh: ObligationOut[];
  /** Of those, how many have a visit that counts already. */
  visited: number;
  /** Among all that are shown: waived before, with a reason that stays. */
  already: number;
}

/** A tick on a row that is waived already, or that the filters have since taken away, counts for nothing. */
export function planOf(rows: readonly ObligationOut[], ticked: ReadonlySet<string>): WaivePlan {
  const fresh = rows.filter((row) => row.waiver === null && ticked.has(row.institution_id));
  return {
    fresh,
    visited: fresh.filter((row) => row.status === 'met' || row.status === 'met_late').length,
    already: rows.filter((row) => row.waiver !== null).length,
  };
}

/** The months that can be waived, the latest first; one from the address is offered too, so that it can be refused. */
export function waivableMonths(present: string, chosen: string): string[] {
  const length = monthsAhead + 1 + monthsBack;
  const months = Array.from({ length }, (_, index) => addMonths(present, monthsAhead - index));
  return months.includes(chosen) ? months : [chosen, ...months];
}
