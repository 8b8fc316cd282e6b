import type { StandardsReviewOut } from '@shared/api/gen';
import { describe, expect, it } from 'vitest';
import { compareReviews } from './compare';

function review(edition: number, results: Record<string, string>): StandardsReviewOut {
  const list = Object.entries(results).map(([code, result]) => ({
    code,
    title: `${code}${edition}`,
    result,
    note: '',
  }));
  return { edition, results: list } as unknown as StandardsReviewOut;
}

describe('reviews side by side', () => {
  it('keeps an item on one line through the editions, under its newest title', () => {
    const compared = compareReviews([review(1, { rules: 'partly' }), review(2, { rules: 'met' })]);
    expect(compared.map(({ code, title, lastEdition }) => ({ code, title, lastEdition }))).toEqual([
      { code: 'rules', title: 'rules2', lastEdition: null },
    ]);
    expect(compared[0]?.results.map((each) => each?.result)).toEqual(['partly', 'met']);
  });

  it('puts items that went below, with the edition that had them last', () => {
    const compared = compareReviews([
      review(1, { old: 'met', rules: 'met' }),
      review(3, { rules: 'met', fresh: 'met' }),
    ]);
    expect(compared.map(({ code, lastEdition }) => [code, lastEdition])).toEqual([
      ['rules', null],
      ['fresh', null],
      ['old', 1],
    ]);
    expect(compared[1]?.results[0]).toBeNull();
  });

  it('compares a late entry of an old edition with the newest edition, not the last day', () => {
    const compared = compareReviews([review(2, { rules: 'met' }), review(1, { rules: 'met', old: 'met' })]);
    expect(compared.map(({ code, lastEdition }) => [code, lastEdition])).toEqual([
      ['rules', null],
      ['old', 1],
    ]);
  });
});
