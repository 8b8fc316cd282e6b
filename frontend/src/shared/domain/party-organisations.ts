import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

export type PartyKind = 'party_committee' | 'general_branch' | 'branch' | 'joint_branch';

export const partyKindLabel: Record<PartyKind, MessageDescriptor> = {
  party_committee: msg`党委`,
  general_branch: msg`党总支`,
  branch: msg`党支部`,
  joint_branch: msg`联合党支部`,
};

export const partyStatusLook: Record<'active' | 'ended', StateLook> = {
  active: { label: msg`现有`, sign: '●', tone: 'good' },
  ended: { label: msg`已撤销`, sign: '×', tone: 'quiet' },
};
