import type { ObligationOut, VisitBrief } from '@shared/api/gen';
import type { ObligationStatus } from '@shared/domain/obligations';
import { addMonths } from '@shared/time/zone';

/** One month of an institution's history. */
export interface HistoryMonth {
  month: string;
  /** How the month stands; `null` when nothing is owed in it. */
  status: ObligationStatus | null;
  waivedBecause: string | null;
  visits: VisitBrief[];
}

const shownMonths = 12;

/** The last twelve months in which something was owed or done, the present one first. */
export function historyOf(
  obligations: readonly ObligationOut[],
  visits: readonly VisitBrief[],
  present: string,
): HistoryMonth[] {
  return Array.from({ length: shownMonths }, (_, back) => addMonths(present, -back))
    .map((month) => {
      const obligation = obligations.find((each) => each.month === month);
      return {
        month,
        status: obligation?.status ?? null,
        waivedBecause: obligation?.waiver?.reason ?? null,
        visits: visits.filter((visit) => visit.month === month),
      };
    })
    .filter(({ status, visits: there }) => status !== null || there.length > 0);
}
