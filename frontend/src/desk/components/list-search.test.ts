import { describe, expect, it } from 'vitest';
import { readListSearch } from './list-search';

describe('the address of a list', () => {
  it('keeps known filters as text and drops the rest', () => {
    expect(readListSearch({ q: 123, kind: 'school', colour: 'red', cursor: '' }, ['kind'])).toEqual({
      q: '123',
      kind: 'school',
    });
  });

  it('is not fooled by objects', () => {
    expect(readListSearch({ sort: { name: 1 } })).toEqual({});
  });
});
