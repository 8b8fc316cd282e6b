import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** The two checklists (domain.md §1). */
export type ChecklistKind = 'five_standards' | 'activity_room';

export const checklistLabel = { five_standards: msg`五个规范`, activity_room: msg`党群活动室` };

export const checklistKinds = Object.keys(checklistLabel) as ChecklistKind[];

/** Who looked. */
export const reviewModeLabel = { self: msg`自查`, joint: msg`联合检查`, visit: msg`入校指导` };

/** Whether anybody has looked, and who. */
export const reviewedLabel = {
  never: msg`还没有查过`,
  self_only: msg`只有自查`,
  joint: msg`有联合检查`,
  visit: msg`入校指导时看过`,
};

/** What was found of one item: a fact, no mark. */
export type ItemResult = 'met' | 'partly' | 'not_met' | 'not_looked_at';

export const itemResultLook: Record<ItemResult, StateLook> = {
  met: { label: msg`达到`, sign: '✓', tone: 'good' },
  partly: { label: msg`部分达到`, sign: '◐', tone: 'caution' },
  not_met: { label: msg`未达到`, sign: '✗', tone: 'bad' },
  not_looked_at: { label: msg`没有看`, sign: '–', tone: 'quiet' },
};

export const itemResults = Object.keys(itemResultLook) as ItemResult[];
