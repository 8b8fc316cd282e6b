import type { ReadMonthData } from '@shared/api/gen';
import { monthOf } from '@shared/time/zone';

/** What the month pages keep in their address. */
export interface MonthSearch {
  month?: string;
  months?: number;
  kind?: string;
  section_id?: string;
  instructor_id?: string;
}

/** How many months the grid shows when nobody chose. */
export const usualMonths = 12;
export const monthSpans = [6, 12, 24, 36] as const;

/** Reads the address; what is not a month or a known span is dropped. */
export function readMonthSearch(search: Record<string, unknown>): MonthSearch {
  const found: MonthSearch = {};
  if (typeof search.month === 'string' && /^20\d\d-(0[1-9]|1[0-2])$/.test(search.month)) found.month = search.month;
  const months = Number(search.months);
  if ((monthSpans as readonly number[]).includes(months)) found.months = months;
  for (const name of ['kind', 'section_id', 'instructor_id'] as const) {
    const value = search[name];
    if (typeof value === 'string' && value) found[name] = value;
  }
  return found;
}

export function presentMonth(): string {
  return monthOf(new Date());
}

export function filtersOf(search: MonthSearch): NonNullable<ReadMonthData['query']> {
  return search as NonNullable<ReadMonthData['query']>;
}
