import type { ObligationOut } from '@shared/api/gen';
import { describe, expect, it } from 'vitest';
import { planOf, waivableMonths } from './waive-plan';

function row(id: string, facts: Partial<ObligationOut> = {}): ObligationOut {
  return { institution_id: id, status: 'open', waiver: null, ...facts } as ObligationOut;
}

const before = { reason: '装修', waived_at: '2026-10-01T00:00:00Z', waived_by: '党委办' };

describe('what waiving a month would do', () => {
  const rows = [row('a'), row('b', { status: 'met_late' }), row('c', { status: 'waived', waiver: before }), row('d')];

  it('counts the ticked, those visited among them, and those waived before', () => {
    const plan = planOf(rows, new Set(['a', 'b']));
    expect(plan.fresh.map((fresh) => fresh.institution_id)).toEqual(['a', 'b']);
    expect([plan.visited, plan.already]).toEqual([1, 1]);
  });

  it('never waives again what is waived, nor what is no longer shown', () => {
    expect(planOf(rows, new Set(['c', 'gone'])).fresh).toEqual([]);
  });
});

describe('the months offered', () => {
  it('reach from a year ahead to three years back', () => {
    const months = waivableMonths('2026-11', '2026-11');
    expect([months[0], months[12], months.at(-1)]).toEqual(['2027-11', '2026-11', '2023-12']);
  });

  it('hold the month of the address too, however far', () => {
    expect(waivableMonths('2026-11', '2030-01')[0]).toBe('2030-01');
  });
});
