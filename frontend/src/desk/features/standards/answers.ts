import type { ItemResultIn, StandardsReviewOut } from '@shared/api/gen';
import type { ItemResult } from '@shared/domain/standards';

/** What stands in the form beside an item. */
export interface Answer {
  result?: ItemResult | undefined;
  note?: string | null | undefined;
}

export type Answers = Record<string, Answer>;

/** The answers as the service takes them, in the order of the items; those without a choice are left out. */
export function resultsOf(items: readonly { code: string }[], answers: Answers | undefined): ItemResultIn[] {
  return items.flatMap(({ code }) => {
    const { result, note } = answers?.[code] ?? {};
    return result ? [{ code, result, note: note?.trim() ?? '' }] : [];
  });
}

/** Results as the form shows them. */
export function answersOf(results: readonly { code: string; result: ItemResult; note: string }[]): Answers {
  return Object.fromEntries(results.map(({ code, result, note }) => [code, { result, note }]));
}

/** The items that a review was made with. */
export function itemsOf(review: StandardsReviewOut): { code: string; title: string }[] {
  return review.results.map(({ code, title }) => ({ code, title }));
}
