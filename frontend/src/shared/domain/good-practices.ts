import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** State of a good practice; `returned` is a draft that the Party office sent back. */
export type PracticeState = 'draft' | 'proposed' | 'published' | 'withdrawn';

export const practiceLook: Record<PracticeState | 'returned', StateLook> = {
  draft: { label: msg`草稿`, sign: '…', tone: 'quiet' },
  returned: { label: msg`退回修改`, sign: '!', tone: 'caution' },
  proposed: { label: msg`等党委办发布`, sign: '○', tone: 'progress' },
  published: { label: msg`已发布`, sign: '✓', tone: 'good' },
  withdrawn: { label: msg`已撤下`, sign: '×', tone: 'quiet' },
};
