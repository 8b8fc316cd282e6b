import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Status of a monthly obligation, derived by the service (domain.md §3). */
export type ObligationStatus = 'open' | 'met' | 'met_late' | 'missed' | 'unassigned' | 'waived';

/** The tone of a state; each face gives it colours. Never the only sign: a word or a mark stands beside it. */
export type Tone = 'neutral' | 'good' | 'caution' | 'bad' | 'quiet' | 'excused' | 'progress';

export interface StateLook {
  label: MessageDescriptor;
  sign: string;
  tone: Tone;
}

/** The reading order of legends, filters and totals. */
export const obligationStatuses: readonly ObligationStatus[] = [
  'met',
  'met_late',
  'open',
  'missed',
  'unassigned',
  'waived',
];

export const obligationLook: Record<ObligationStatus, StateLook> = {
  open: { label: msg`待完成`, sign: '○', tone: 'neutral' },
  met: { label: msg`已完成`, sign: '✓', tone: 'good' },
  met_late: { label: msg`补报`, sign: '◐', tone: 'caution' },
  missed: { label: msg`未完成`, sign: '✕', tone: 'bad' },
  unassigned: { label: msg`无人派驻`, sign: '–', tone: 'quiet' },
  waived: { label: msg`已免除`, sign: '△', tone: 'excused' },
};
