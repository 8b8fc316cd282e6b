import { describe, expect, it } from 'vitest';
import { instantOf, instantsOf, lasting, spanOf, writtenTimes } from './times';

describe('times of a visit as they are written down', () => {
  it('are those of the bureau, not of this machine', () => {
    expect(instantOf('2026-10-31', '09:30').toISOString()).toBe('2026-10-31T01:30:00.000Z');
  });

  it('an end before the start belongs to the next day', () => {
    expect(instantsOf({ day: '2026-10-31', start: '23:50', end: '00:30' })).toEqual({
      started_at: '2026-10-31T15:50:00.000Z',
      ended_at: '2026-10-31T16:30:00.000Z',
    });
    expect(lasting({ day: '2026-10-31', start: '23:50', end: '00:30' })).toEqual({ minutes: 40, overnight: true });
  });

  it('come back as they were written', () => {
    const written = { day: '2026-10-31', start: '23:50', end: '00:30' };
    expect(writtenTimes(instantsOf(written))).toEqual(written);
    expect(writtenTimes(instantsOf({ ...written, end: '' }))).toEqual({ ...written, end: '' });
  });

  it('say the second date only where it differs', () => {
    expect(spanOf({ started_at: '2026-10-15T01:00:00Z', ended_at: '2026-10-15T02:30:00Z' })).toEqual({
      start: '2026-10-15 09:00',
      end: '10:30',
    });
    expect(spanOf({ started_at: '2026-10-31T15:50:00Z', ended_at: '2026-10-31T16:30:00Z' }).end).toBe(
      '2026-11-01 00:30',
    );
    expect(spanOf({ started_at: '2026-10-15T01:00:00Z', ended_at: null }).end).toBeNull();
  });

  it('have no length until both are there', () => {
    expect(lasting({ day: '2026-10-31', start: '09:00' })).toBeNull();
  });
});
