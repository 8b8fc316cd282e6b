import { describe, expect, it } from 'vitest';
import { distanceInMetres } from './distance';

const here = { longitude: 109.5867, latitude: 34.9567 } as const;

describe('distance between two points', () => {
  it('is nothing from a place to itself', () => {
    expect(distanceInMetres({ ...here, datum: 'wgs84' }, { ...here, datum: 'wgs84' })).toBe(0);
  });

  it('is about 111 km for a degree of latitude', () => {
    const north = { longitude: here.longitude, latitude: here.latitude + 1, datum: 'wgs84' } as const;
    expect(distanceInMetres({ ...here, datum: 'wgs84' }, north)).toBeCloseTo(111195, -2);
  });

  it('is 100 to 700 m between the same numbers in the two systems', () => {
    const metres = distanceInMetres({ ...here, datum: 'wgs84' }, { ...here, datum: 'gcj02' });
    expect(metres).toBeGreaterThan(100);
    expect(metres).toBeLessThan(700);
  });
});
