import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** State of an activity; `overdue` is a plan whose last day has passed. */
export type ActivityState = 'planned' | 'done' | 'cancelled';

export const activityLook: Record<ActivityState | 'overdue', StateLook> = {
  planned: { label: msg`已安排`, sign: '○', tone: 'progress' },
  overdue: { label: msg`过期未登记`, sign: '!', tone: 'caution' },
  done: { label: msg`已开展`, sign: '✓', tone: 'good' },
  cancelled: { label: msg`已取消`, sign: '×', tone: 'quiet' },
};

export function lookOfActivity({ state, overdue }: { state: ActivityState; overdue: boolean }): StateLook {
  return activityLook[overdue ? 'overdue' : state];
}
