import { describe, expect, it } from 'vitest';
import { readMonthSearch } from './month-search';

describe('the address of the month grid', () => {
  it('keeps a month, a known span and the filters', () => {
    expect(readMonthSearch({ month: '2026-10', months: 24, kind: 'school', colour: 'red' })).toEqual({
      month: '2026-10',
      months: 24,
      kind: 'school',
    });
  });

  it.each(['2026-13', '2026-1', '10/2026', 202610])('drops «%s», which is no month', (month) => {
    expect(readMonthSearch({ month, months: 7 })).toEqual({});
  });
});
