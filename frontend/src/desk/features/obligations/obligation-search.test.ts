import { describe, expect, it } from 'vitest';
import { filtersOf, readObligationSearch } from './obligation-search';

describe('the address of the list of monthly obligations', () => {
  it.each([[{ status: ['open', 'missed', 'colour'] }], [{ status: 'missed,open' }]])(
    'understands several statuses: %j',
    (search) => {
      const read = readObligationSearch(search);
      expect(read).toEqual({ status: 'open,missed' });
      expect(filtersOf(read).status).toEqual(['open', 'missed']);
    },
  );

  it('asks for any status when none is named', () => {
    expect(filtersOf(readObligationSearch({ month: '2026-10', status: 'colour' }))).toEqual({ month: '2026-10' });
  });
});
