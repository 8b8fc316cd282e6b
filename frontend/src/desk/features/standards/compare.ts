import type { StandardsReviewOut } from '@shared/api/gen';

/** One item through the reviews: the same code may have had another title before. */
export interface ComparedItem {
  code: string;
  title: string;
  /** The edition in which the item was last, when the newest edition compared has it no longer. */
  lastEdition: number | null;
  /** What each review said of it, in the order of the reviews; `null` where its edition had no such item. */
  results: (StandardsReviewOut['results'][number] | null)[];
}

/** Items × reviews, from reviews in the order of their days: the items of the newest edition first, former ones below. */
export function compareReviews(reviews: readonly StandardsReviewOut[]): ComparedItem[] {
  const newest = Math.max(...reviews.map((review) => review.edition));
  const byEdition = [...reviews].sort((one, other) => other.edition - one.edition);
  const found = new Map<string, ComparedItem>();
  for (const review of byEdition)
    for (const { code, title } of review.results)
      if (!found.has(code))
        found.set(code, {
          code,
          title,
          lastEdition: review.edition === newest ? null : review.edition,
          results: reviews.map((each) => each.results.find((result) => result.code === code) ?? null),
        });
  return [...found.values()];
}
