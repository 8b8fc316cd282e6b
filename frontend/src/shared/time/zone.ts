/**
 * Dates as the bureau counts them. Instants come from the service in UTC; a day and a month are those of the
 * bureau's time zone wherever the reader's device is (domain.md §3).
 */
export const bureauZone = 'Asia/Shanghai';

const dayParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: bureauZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const minuteParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: bureauZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The bureau's date of an instant, as `2026-10-31`. */
export function dateOf(instant: string | Date): string {
  return dayParts.format(new Date(instant));
}

/** An instant to the minute in the bureau's zone, as `2026-10-31 23:50`. */
export function minuteOf(instant: string | Date): string {
  return `${dateOf(instant)} ${minuteParts.format(new Date(instant))}`;
}

/** The month of an instant, as `2026-10`. */
export function monthOf(instant: string | Date): string {
  return dateOf(instant).slice(0, 7);
}

/** The date so many days later: `daysLater('2026-11-25', 30)` is `2026-12-25`. */
export function daysLater(date: string, count: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * 24 * 3_600_000).toISOString().slice(0, 10);
}

/** The month so many months later (or earlier, if negative): `addMonths('2026-01', -1)` is `2025-12`. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const index = year * 12 + (number - 1) + count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

const weekdays = new Map<string, Intl.DateTimeFormat>();

/** A date in words of the language, with the weekday: `10月31日 星期六`. */
export function dayInWords(date: string, language: string): string {
  let format = weekdays.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'long', day: 'numeric', weekday: 'long' });
    weekdays.set(language, format);
  }
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** A month in words of the language: `2026年10月`. */
export function monthInWords(month: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

/** How far the bureau's zone is ahead of UTC; China has had one zone without summer time since 1991. */
const offset = '+08:00';

/** The first instant of a day of the bureau, as RFC 3339. */
export function dayStart(date: string): string {
  return `${date}T00:00:00${offset}`;
}

/** The first instant after a day of the bureau. */
export function dayEnd(date: string): string {
  return new Date(new Date(dayStart(date)).getTime() + 24 * 3_600_000).toISOString();
}
