import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

/** How far a backbone teacher has come. */
export type TeacherStage = 'selected' | 'in_training' | 'recognised' | 'ended';

export const teacherStageLook: Record<TeacherStage, StateLook> = {
  selected: { label: msg`培养对象`, sign: '○', tone: 'neutral' },
  in_training: { label: msg`培养中`, sign: '◐', tone: 'progress' },
  recognised: { label: msg`已认定`, sign: '✓', tone: 'good' },
  ended: { label: msg`已终止`, sign: '×', tone: 'quiet' },
};

/** How far somebody has come on the way into the Party (domain.md §3). */
export type MemberStage = 'applicant' | 'activist' | 'development_target' | 'probationary' | 'full' | 'ended';

export const memberStageLook: Record<MemberStage, StateLook> = {
  applicant: { label: msg`入党申请人`, sign: '1', tone: 'neutral' },
  activist: { label: msg`入党积极分子`, sign: '2', tone: 'progress' },
  development_target: { label: msg`发展对象`, sign: '3', tone: 'progress' },
  probationary: { label: msg`预备党员`, sign: '4', tone: 'caution' },
  full: { label: msg`正式党员`, sign: '✓', tone: 'good' },
  ended: { label: msg`已终止`, sign: '×', tone: 'quiet' },
};
