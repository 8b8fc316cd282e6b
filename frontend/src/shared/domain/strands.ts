import { msg } from '@lingui/core/macro';

/** The three strands of a community (domain.md §1 A). */
export const strandLabel = { teaching: msg`帮教`, hardship: msg`帮困`, party_building: msg`帮党建` };

export type Strand = keyof typeof strandLabel;

export const strands = Object.keys(strandLabel) as Strand[];
