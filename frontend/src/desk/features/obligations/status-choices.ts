import { i18n } from '@lingui/core';
import { obligationLook, obligationStatuses } from '@shared/domain/obligations';

/** Each status by itself, and the several that an address may name at once. */
export function statusChoices(chosen: string | undefined): { value: string; label: string }[] {
  const values: string[] = [...obligationStatuses];
  if (chosen?.includes(',')) values.push(chosen);
  return values.map((value) => ({ value, label: statusWords(value.split(',')) }));
}

/** Several statuses in words, in their usual order. */
export function statusWords(statuses: readonly string[]): string {
  return obligationStatuses
    .filter((status) => statuses.includes(status))
    .map((status) => i18n._(obligationLook[status].label))
    .join(' / ');
}
