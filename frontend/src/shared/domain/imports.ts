import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** Status of an import (api.md, Shapes). */
export type ImportStatus = 'validating' | 'ready' | 'rejected' | 'confirmed' | 'applied' | 'failed';

export const importLook: Record<ImportStatus, StateLook> = {
  validating: { label: msg`正在检查`, sign: '…', tone: 'progress' },
  ready: { label: msg`等待核对`, sign: '○', tone: 'caution' },
  rejected: { label: msg`需要改正`, sign: '✕', tone: 'bad' },
  confirmed: { label: msg`正在写入`, sign: '…', tone: 'progress' },
  applied: { label: msg`已导入`, sign: '✓', tone: 'good' },
  failed: { label: msg`没有完成`, sign: '✕', tone: 'bad' },
};

/** What confirming would do to one row. */
export type ImportRowStatus = 'create' | 'update' | 'unchanged' | 'error';

export const importRowLook: Record<ImportRowStatus, StateLook> = {
  error: { label: msg`有错误`, sign: '✕', tone: 'bad' },
  create: { label: msg`新增`, sign: '＋', tone: 'good' },
  update: { label: msg`更新`, sign: '↻', tone: 'progress' },
  unchanged: { label: msg`不变`, sign: '＝', tone: 'quiet' },
};

export type ImportKind = 'roster' | 'visits' | 'activities' | 'backbone_teachers' | 'member_developments';

export const importKindLabel: Record<ImportKind, MessageDescriptor> = {
  roster: msg`名册`,
  visits: msg`入校指导纸质台账`,
  activities: msg`共同体活动台账`,
  backbone_teachers: msg`骨干教师台账`,
  member_developments: msg`发展党员台账`,
};
