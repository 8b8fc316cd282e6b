import type { ObligationOut, VisitBrief } from '@shared/api/gen';
import { describe, expect, it } from 'vitest';
import { historyOf } from './history';

const owed = (month: string, status: string, reason?: string) =>
  ({ month, status, waiver: reason ? { reason } : null }) as ObligationOut;
const visit = (id: string, month: string) => ({ id, month }) as VisitBrief;

describe('the history of an institution', () => {
  it('puts visits into their months, the present one first', () => {
    const found = historyOf(
      [owed('2026-09', 'met'), owed('2026-10', 'open')],
      [visit('a', '2026-09'), visit('b', '2026-09')],
      '2026-10',
    );
    expect(found.map(({ month, status, visits }) => [month, status, visits.length])).toEqual([
      ['2026-10', 'open', 0],
      ['2026-09', 'met', 2],
    ]);
  });

  it('shows visits of months in which nothing was owed, and leaves out empty ones', () => {
    const found = historyOf([], [visit('a', '2026-08')], '2026-10');
    expect(found.map(({ month, status }) => [month, status])).toEqual([['2026-08', null]]);
  });

  it('looks back over twelve months and no further', () => {
    const found = historyOf([owed('2025-11', 'waived', '停课'), owed('2025-10', 'met')], [], '2026-10');
    expect(found).toEqual([{ month: '2025-11', status: 'waived', waivedBecause: '停课', visits: [] }]);
  });
});
