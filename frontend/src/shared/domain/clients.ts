import { msg } from '@lingui/core/macro';
import type { FiguresDeliveryOut } from '@shared/api/gen';
import type { StateLook } from './obligations';

export const clientStatusLook: Record<'active' | 'disabled', StateLook> = {
  active: { label: msg`正常`, sign: '●', tone: 'good' },
  disabled: { label: msg`已停用`, sign: '×', tone: 'quiet' },
};

export const grantLook: Record<'current' | 'ended', StateLook> = {
  current: { label: msg`生效中`, sign: '●', tone: 'good' },
  ended: { label: msg`已结束`, sign: '×', tone: 'quiet' },
};

/** What a machine may be allowed to read, in words. */
export const scopeLabel = { 'stats:read': msg`统计数字` };

export const deliveryLook: Record<FiguresDeliveryOut['state'], StateLook> = {
  queued: { label: msg`正在报送`, sign: '○', tone: 'neutral' },
  delivered: { label: msg`市局已收到`, sign: '●', tone: 'good' },
  failed: { label: msg`没有送到`, sign: '!', tone: 'bad' },
};
