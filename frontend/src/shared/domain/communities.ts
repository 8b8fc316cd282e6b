import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** State of a support community (domain.md §5). */
export type CommunityState = 'draft' | 'approved' | 'active' | 'renewed' | 'dissolved' | 'completed';

export const communityLook: Record<CommunityState, StateLook> = {
  draft: { label: msg`草稿`, sign: '…', tone: 'quiet' },
  approved: { label: msg`已批准`, sign: '○', tone: 'progress' },
  active: { label: msg`进行中`, sign: '●', tone: 'good' },
  renewed: { label: msg`已续签`, sign: '↻', tone: 'quiet' },
  dissolved: { label: msg`已解除`, sign: '×', tone: 'quiet' },
  completed: { label: msg`已完成`, sign: '✓', tone: 'quiet' },
};

/** What a target is measured by: counted from the registers. */
export type Measure =
  | 'backbone_teachers'
  | 'members_admitted'
  | 'activities_teaching'
  | 'activities_hardship'
  | 'activities_party_building';

export const measureLabel: Record<Measure, MessageDescriptor> = {
  backbone_teachers: msg`培养骨干教师`,
  members_admitted: msg`发展党员`,
  activities_teaching: msg`帮教活动`,
  activities_hardship: msg`帮困活动`,
  activities_party_building: msg`帮党建活动`,
};
