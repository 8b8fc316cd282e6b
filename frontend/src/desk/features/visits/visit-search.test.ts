import { describe, expect, it } from 'vitest';
import { filtersOf, readVisitSearch, toggleState } from './visit-search';

describe('the address of the visit list', () => {
  it('takes states repeated or with commas, and drops what is no state', () => {
    expect(readVisitSearch({ state: ['submitted', 'disputed'] })).toEqual({ state: 'submitted,disputed' });
    expect(readVisitSearch({ state: 'disputed,submitted,lost' })).toEqual({ state: 'submitted,disputed' });
    expect(readVisitSearch({ state: 'lost' })).toEqual({});
  });

  it('keeps the other filters as text', () => {
    expect(readVisitSearch({ month: '2026-10', institution_id: 'a', colour: 'red' })).toEqual({
      month: '2026-10',
      institution_id: 'a',
    });
  });

  it('adds and takes away a state', () => {
    expect(toggleState(undefined, 'submitted')).toBe('submitted');
    expect(toggleState('submitted', 'draft')).toBe('draft,submitted');
    expect(toggleState('submitted', 'submitted')).toBe('');
  });

  it('asks the service for each state', () => {
    expect(filtersOf({ month: '2026-10', state: 'submitted,disputed' })).toEqual({
      month: '2026-10',
      state: ['submitted', 'disputed'],
    });
  });
});
