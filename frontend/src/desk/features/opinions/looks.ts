import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { OpinionCategory, OpinionState } from '@shared/api/gen';
import type { StateLook } from '@shared/domain/obligations';

/** What an opinion is about. */
export const opinionCategoryLabel: Record<OpinionCategory, MessageDescriptor> = {
  policy: msg`政策`,
  party_building: msg`党建工作`,
  staffing: msg`师资队伍`,
  premises: msg`校舍场地`,
  funding: msg`经费收费`,
  safety: msg`安全`,
  enrolment: msg`招生学籍`,
  other: msg`其他`,
};

/** Where an opinion stands, as far as it goes today. */
export const opinionLook: Record<OpinionState, StateLook> = {
  noted: { label: msg`随草稿保存`, sign: '…', tone: 'quiet' },
  raised: { label: msg`已提出`, sign: '●', tone: 'progress' },
  withdrawn: { label: msg`已随记录作废`, sign: '✕', tone: 'quiet' },
};
