import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

export const accountStatusLook: Record<'active' | 'pending' | 'disabled', StateLook> = {
  active: { label: msg`正常`, sign: '●', tone: 'good' },
  pending: { label: msg`待激活`, sign: '○', tone: 'caution' },
  disabled: { label: msg`已停用`, sign: '×', tone: 'quiet' },
};

export const assignmentStateLook: Record<'upcoming' | 'active' | 'ended', StateLook> = {
  upcoming: { label: msg`未开始`, sign: '○', tone: 'neutral' },
  active: { label: msg`生效中`, sign: '●', tone: 'good' },
  ended: { label: msg`已结束`, sign: '×', tone: 'quiet' },
};
