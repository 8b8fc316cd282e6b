import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** State of a dispatch; it follows from its dates (domain.md §5). */
export type DispatchState = 'appointed' | 'active' | 'ended';

export const dispatchLook: Record<DispatchState, StateLook> = {
  appointed: { label: msg`待到任`, sign: '○', tone: 'neutral' },
  active: { label: msg`在任`, sign: '●', tone: 'good' },
  ended: { label: msg`已结束`, sign: '×', tone: 'quiet' },
};
