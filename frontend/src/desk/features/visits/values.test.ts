import type { VisitOut } from '@shared/api/gen';
import { describe, expect, it } from 'vitest';
import { changesOf, emptyValues, fieldOf, newVisit, valuesOf } from './values';

const visit = {
  institution_id: 'i1',
  instructor_id: 'p1',
  channel: 'phone',
  mode: 'on_site',
  started_at: '2026-10-15T01:00:00Z',
  ended_at: null,
  co_visitor_ids: [],
  duties: ['policy'],
  persons_met: '园长',
  findings: '消防通道已清理。',
  advice: '',
  opinions: [{ id: 'o1', text: '希望协调停车。', category: 'safety', state: 'raised' }],
  activity_room: null,
  late_reason: null,
} as unknown as VisitOut;

describe('the form of a visit', () => {
  it('untouched, changes nothing', () => {
    expect(changesOf(visit, valuesOf(visit))).toEqual({});
  });

  it('sends only what was touched', () => {
    const values = { ...valuesOf(visit), advice: ' 补齐会议记录。 ', end: '10:30' };
    expect(changesOf(visit, values)).toEqual({ advice: '补齐会议记录。', ended_at: '2026-10-15T02:30:00.000Z' });
  });

  it('keeps the ids of opinions that were there and drops rows without words', () => {
    const values = valuesOf(visit);
    const opinions = [...values.opinions, { text: '  ', category: 'other' as const }];
    expect(changesOf(visit, { ...values, opinions })).toEqual({});
  });

  it('says of the activity room what was chosen, and nothing where nothing was', () => {
    const titles = { rules: '制度全', effect: '效果明显' };
    const written = {
      checklist_id: 'c1',
      titles,
      answers: { effect: { result: 'met' as const }, rules: { note: '？' } },
    };
    const room = { checklist_id: 'c1', results: [{ code: 'effect', result: 'met', note: '' }], summary: '' };
    expect(changesOf(visit, { ...valuesOf(visit), activity_room: written })).toEqual({ activity_room: room });
    const untouched = { ...valuesOf(visit), activity_room: { checklist_id: 'c1', titles } };
    expect(changesOf(visit, untouched)).toEqual({});
    const noted = { ...visit, activity_room: { ...room, results: [{ ...room.results[0], title: '效果明显' }] } };
    expect(changesOf(noted as VisitOut, valuesOf(noted as VisitOut))).toEqual({});
  });

  it('begins on the bureau’s present day', () => {
    expect(emptyValues(new Date('2026-10-31T17:00:00Z')).day).toBe('2026-11-01');
  });

  it('makes a visit of paper under the id of the client', () => {
    const values = { ...emptyValues(new Date()), institution_id: 'i1', channel: 'paper' as const };
    const made = newVisit('v1', { ...values, day: '2026-10-31', start: '23:50', end: '00:30' });
    expect(made).toMatchObject({ id: 'v1', channel: 'paper', ended_at: '2026-10-31T16:30:00.000Z' });
  });
});

describe('a refusal', () => {
  it('finds the field it means', () => {
    expect(fieldOf('/started_at')).toEqual(['start']);
    expect(fieldOf('/ended_at')).toEqual(['end']);
    expect(fieldOf('/opinions/2/text')).toEqual(['opinions', 2, 'text']);
    expect(fieldOf('/duties')).toEqual(['duties']);
    expect(fieldOf('')).toBeNull();
  });
});
