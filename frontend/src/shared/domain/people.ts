import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

export const personStatusLook: Record<'active' | 'left', StateLook> = {
  active: { label: msg`在岗`, sign: '●', tone: 'good' },
  left: { label: msg`已离任`, sign: '×', tone: 'quiet' },
};
