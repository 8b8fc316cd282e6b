import { describe, expect, it } from 'vitest';
import { addMonths, dateOf, dayEnd, dayInWords, dayStart, daysLater, minuteOf, monthInWords, monthOf } from './zone';

describe('the bureau’s calendar, on a device in New York', () => {
  it('counts an instant to the bureau’s day', () => {
    expect(dateOf('2026-10-31T15:59:59Z')).toBe('2026-10-31');
    expect(dateOf('2026-10-31T16:00:00Z')).toBe('2026-11-01');
    expect(monthOf('2026-10-31T16:00:00Z')).toBe('2026-11');
  });

  it('counts days over the end of a year and of February', () => {
    expect(daysLater('2026-12-15', 30)).toBe('2027-01-14');
    expect(daysLater('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('shows midnight as 00:00', () => {
    expect(minuteOf('2026-10-31T16:00:00Z')).toBe('2026-11-01 00:00');
  });

  it.each([
    ['2026-01', -1, '2025-12'],
    ['2026-12', 1, '2027-01'],
    ['2026-10', -12, '2025-10'],
    ['2026-03', -36, '2023-03'],
  ])('%s and %i months is %s', (month, count, expected) => {
    expect(addMonths(month, count)).toBe(expected);
  });

  it('puts a date and a month into words without moving them', () => {
    expect(dayInWords('2026-10-31', 'zh-CN')).toBe('10月31日星期六');
    expect(monthInWords('2026-10', 'zh-CN')).toBe('2026年10月');
  });

  it('bounds a day by its own midnights', () => {
    expect(new Date(dayStart('2026-11-01')).toISOString()).toBe('2026-10-31T16:00:00.000Z');
    expect(dayEnd('2026-10-31')).toBe('2026-10-31T16:00:00.000Z');
  });
});
