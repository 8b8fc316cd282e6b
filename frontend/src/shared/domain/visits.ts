import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** State of a visit (domain.md §5). */
export type VisitState = 'draft' | 'submitted' | 'confirmed' | 'returned' | 'disputed' | 'void';

export const visitLook: Record<VisitState, StateLook> = {
  draft: { label: msg`草稿`, sign: '…', tone: 'quiet' },
  submitted: { label: msg`已提交`, sign: '↑', tone: 'progress' },
  confirmed: { label: msg`机构已确认`, sign: '✓', tone: 'good' },
  returned: { label: msg`已退回`, sign: '↩', tone: 'caution' },
  disputed: { label: msg`机构有异议`, sign: '?', tone: 'caution' },
  void: { label: msg`已作废`, sign: '✕', tone: 'quiet' },
};

export type VisitDuty =
  | 'policy'
  | 'ideology'
  | 'school_conduct'
  | 'organisation_building'
  | 'activity_room'
  | 'training'
  | 'opinions'
  | 'difficulties';

export const visitDutyLabel: Record<VisitDuty, MessageDescriptor> = {
  policy: msg`宣讲政策法规`,
  ideology: msg`思想政治和精神文明`,
  school_conduct: msg`规范办学行为`,
  organisation_building: msg`推动组建党组织`,
  activity_room: msg`建设党群活动室`,
  training: msg`培训指导`,
  opinions: msg`听取意见建议`,
  difficulties: msg`帮助解决困难`,
};

export const visitModeLabel: Record<'on_site' | 'other', MessageDescriptor> = {
  on_site: msg`到校（园、机构）`,
  other: msg`其他方式（不计入当月任务）`,
};

export const visitChannelLabel: Record<'phone' | 'desk' | 'paper', MessageDescriptor> = {
  phone: msg`手机填报`,
  desk: msg`电脑填报`,
  paper: msg`纸质补录`,
};
