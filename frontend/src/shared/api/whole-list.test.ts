import { expect, it } from 'vitest';
import { wholeList } from './whole-list';

it('a list is read page by page to its end, each page once', async () => {
  const asked: (string | undefined)[] = [];
  const pages: Record<string, { items: number[]; next_cursor: string | null }> = {
    first: { items: [1, 2], next_cursor: 'second' },
    second: { items: [3], next_cursor: null },
  };
  const found = await wholeList(async ({ cursor }) => {
    asked.push(cursor);
    return pages[cursor ?? 'first'] ?? { items: [], next_cursor: null };
  });
  expect(found).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, 'second']);
});
