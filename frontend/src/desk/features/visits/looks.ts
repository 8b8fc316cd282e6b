import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type VisitDuty, visitDutyLabel } from '@shared/domain/visits';

/** The mode in one word, for tables. */
export const shortModeLabel: Record<'on_site' | 'other', MessageDescriptor> = {
  on_site: msg`到校`,
  other: msg`其他方式`,
};

/** Things of one kind in a row, as the language writes them. */
export function inOneLine(words: readonly string[], i18n: I18n): string {
  return words.join(i18n._(msg`、`));
}

export function dutiesInWords(duties: readonly VisitDuty[], i18n: I18n): string {
  return inOneLine(
    duties.map((duty) => i18n._(visitDutyLabel[duty])),
    i18n,
  );
}
