import type { ActivityOut, Me } from '@shared/api/gen';
import { describe, expect, it } from 'vitest';
import { byDay, mayWrite } from './planned';

const plan = (starts_on: string, ends_on = starts_on) => ({ starts_on, ends_on }) as ActivityOut;

describe('what is due', () => {
  it('stands under its day, whatever happens over several days under today', () => {
    const late = plan('2026-11-20');
    const running = plan('2026-11-24', '2026-11-26');
    const now = plan('2026-11-25');
    const soon = plan('2026-11-26');
    expect(byDay([late, running, now, soon], '2026-11-25')).toEqual({
      overdue: [late],
      today: [running, now],
      soon: [soon],
    });
  });
});

describe('who completes a plan', () => {
  const choices = {
    communities: [{ id: 'c', name: '', lead: { id: 'lead', name: '' }, supported: [{ id: 'own', name: '' }] }],
    kinds: [],
  };
  const me = (seat: string, ...permissions: string[]) =>
    ({ permissions, roles: [{ organisation_id: seat }] }) as unknown as Me;
  const of = (organiser_id: string) => ({ community_id: 'c', organiser_id }) as ActivityOut;

  it('is the lead school for any, a supported school for its own, the Party office for all', () => {
    expect(mayWrite(me('lead'), of('own'), choices)).toBe(true);
    expect(mayWrite(me('own'), of('own'), choices)).toBe(true);
    expect(mayWrite(me('own'), of('lead'), choices)).toBe(false);
    expect(mayWrite(me('bureau', 'communities:write'), of('lead'), choices)).toBe(true);
  });
});
