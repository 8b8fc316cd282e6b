import { expect, it } from 'vitest';
import { pageOf } from './HrefLink';

it.each([
  ['/api/v1/visits?institution_id=7&month=2026-10', '/visits?institution_id=7&month=2026-10'],
  [
    '/api/v1/obligations?month=2026-10&status=open&status=missed',
    '/obligations?month=2026-10&status=open&status=missed',
  ],
  ['/api/v1/overview/unassigned', '/unassigned'],
  ['/organisations/7', '/organisations/7'],
])('%s is shown at %s', (href, page) => {
  expect(pageOf(href)).toBe(page);
});
