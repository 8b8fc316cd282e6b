import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StateLook } from './obligations';

export type OrganisationKind = 'bureau' | 'section' | 'unit' | 'school' | 'kindergarten' | 'training';
export type Ownership = 'public' | 'private';

export const organisationKindLabel: Record<OrganisationKind, MessageDescriptor> = {
  bureau: msg`教育局`,
  section: msg`股室`,
  unit: msg`直属单位`,
  school: msg`学校`,
  kindergarten: msg`幼儿园`,
  training: msg`培训机构`,
};

/** The kinds of institution that instructors are dispatched to. */
export const institutionKinds: readonly OrganisationKind[] = ['school', 'kindergarten', 'training'];

export const ownershipLabel: Record<Ownership, MessageDescriptor> = {
  public: msg`公办`,
  private: msg`民办`,
};

export const organisationStatusLook: Record<'active' | 'closed', StateLook> = {
  active: { label: msg`在办`, sign: '●', tone: 'good' },
  closed: { label: msg`已关停`, sign: '×', tone: 'quiet' },
};
