import { afterEach, describe, expect, it, vi } from 'vitest';
import { ifMatch, newId } from './writes';

afterEach(() => vi.unstubAllGlobals());

describe('newId', () => {
  it('makes a version 4 UUID also where the page is served without TLS', () => {
    const { getRandomValues } = crypto;
    vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) });
    const ids = new Set(Array.from({ length: 50 }, newId));
    expect(ids.size).toBe(50);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('ifMatch', () => {
  it('quotes the version as an ETag', () => {
    expect(ifMatch(7)).toEqual({ 'If-Match': '"7"' });
  });
});
