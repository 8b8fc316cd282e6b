import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

export type ExportStatus = 'queued' | 'running' | 'done' | 'failed';

export const exportLook: Record<ExportStatus, StateLook> = {
  queued: { label: msg`等待生成`, sign: '…', tone: 'neutral' },
  running: { label: msg`正在生成`, sign: '…', tone: 'progress' },
  done: { label: msg`可以下载`, sign: '✓', tone: 'good' },
  failed: { label: msg`没有生成`, sign: '✕', tone: 'bad' },
};

export type ExportKind = 'month_grid' | 'obligations';

export const exportKindLabel: Record<ExportKind, MessageDescriptor> = {
  month_grid: msg`月度表（一行一所，一列一月）`,
  obligations: msg`月度任务清单（一行一所一月）`,
};
