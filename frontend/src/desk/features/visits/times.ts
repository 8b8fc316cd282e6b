import { bureauZone, dateOf, minuteOf } from '@shared/time/zone';

/** A visit's times as somebody writes them on paper: a day and two clock times, all in the bureau's zone. */
export interface WrittenTimes {
  day: string;
  start: string;
  end: string;
}

const dayMs = 24 * 60 * 60_000;

const zoneParts = new Intl.DateTimeFormat('en-US', { timeZone: bureauZone, timeZoneName: 'longOffset' });

/** How far the bureau's zone is ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number): number {
  const name = zoneParts.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -ahead : ahead;
}

/** The instant of a clock time on a day in the bureau's zone, wherever the reader's device is. */
export function instantOf(day: string, time: string): Date {
  const written = Date.parse(`${day}T${time}:00Z`);
  return new Date(written - offsetAt(written));
}

/** The instants behind written times. An end before the start is that of the next day: 23:50 to 00:30. */
export function instantsOf({ day, start, end }: WrittenTimes): { started_at: string; ended_at: string | null } {
  const started = instantOf(day, start);
  if (!end) return { started_at: started.toISOString(), ended_at: null };
  const ended = instantOf(day, end);
  if (ended < started) ended.setTime(ended.getTime() + dayMs);
  return { started_at: started.toISOString(), ended_at: ended.toISOString() };
}

/** A visit's times as they would be written down. */
export function writtenTimes(visit: { started_at: string; ended_at: string | null }): WrittenTimes {
  return {
    day: dateOf(visit.started_at),
    start: timeOf(visit.started_at),
    end: visit.ended_at ? timeOf(visit.ended_at) : '',
  };
}

/** The clock time of an instant in the bureau's zone: `09:30`. */
export function timeOf(instant: string): string {
  return minuteOf(instant).slice(11);
}

/** How long written times last, in minutes, and whether they end on the next day; `null` without an end. */
export function lasting({ day, start, end }: Partial<WrittenTimes>): { minutes: number; overnight: boolean } | null {
  if (!day || !start || !end) return null;
  const { started_at, ended_at } = instantsOf({ day, start, end });
  if (!ended_at) return null;
  const minutes = Math.round((Date.parse(ended_at) - Date.parse(started_at)) / 60_000);
  return { minutes, overnight: end < start };
}

/** Both ends of a visit for one line: the end as a clock time, with its date only where that differs. */
export function spanOf(visit: { started_at: string; ended_at: string | null }): { start: string; end: string | null } {
  const start = minuteOf(visit.started_at);
  if (!visit.ended_at) return { start, end: null };
  const sameDay = dateOf(visit.started_at) === dateOf(visit.ended_at);
  return { start, end: sameDay ? timeOf(visit.ended_at) : minuteOf(visit.ended_at) };
}
