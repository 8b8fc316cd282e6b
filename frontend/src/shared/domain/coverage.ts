import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** How the Party's organisations reach an institution (domain.md §1); `unrecorded`: nobody has entered it yet. */
export type Coverage = 'own_branch' | 'joint_branch' | 'affiliated' | 'none';

export const coverageLook: Record<Coverage | 'unrecorded', StateLook> = {
  own_branch: { label: msg`单独组建`, sign: '●', tone: 'good' },
  joint_branch: { label: msg`联合组建`, sign: '◉', tone: 'good' },
  affiliated: { label: msg`挂靠`, sign: '◐', tone: 'progress' },
  none: { label: msg`没有党组织`, sign: '○', tone: 'neutral' },
  unrecorded: { label: msg`未登记`, sign: '–', tone: 'quiet' },
};

export type GroupKind = 'youth_league' | 'union' | 'women';

export const groupLabel: Record<GroupKind, MessageDescriptor> = {
  youth_league: msg`共青团`,
  union: msg`工会`,
  women: msg`妇联`,
};

export const groupKinds: readonly GroupKind[] = ['youth_league', 'union', 'women'];

/** What somebody should look at; a fact, not a verdict. */
export const checkLabel: Record<'branch_possible' | 'host_differs', MessageDescriptor> = {
  branch_possible: msg`可研究建支部`,
  host_differs: msg`与挂靠不一致`,
};

/** What to look at again in a count beside the one before it. */
export const doubtLabel: Record<'more_than_probationary' | 'none_left', MessageDescriptor> = {
  more_than_probationary: msg`新增的正式党员比上次的预备党员多，请核对（也可能是组织关系转入）`,
  none_left: msg`正式党员变成了 0，请核对`,
};

/** Why an entry is taken out; the log keeps it. */
export type WithdrawalReason = 'entered_twice' | 'wrong_institution' | 'not_so' | 'other';

export const withdrawalReasonLabel: Record<WithdrawalReason, MessageDescriptor> = {
  entered_twice: msg`登记重复了`,
  wrong_institution: msg`登记错了机构`,
  not_so: msg`没有这回事`,
  other: msg`其他原因`,
};

export const withdrawalReasons = Object.keys(withdrawalReasonLabel) as WithdrawalReason[];
