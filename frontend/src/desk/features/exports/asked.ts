import type { ObligationSearch } from '@desk/features/obligations/obligation-search';
import type { ExportIn, ExportOut } from '@shared/api/gen';
import { type ExportKind, exportKindLabel } from '@shared/domain/exports';
import type { ObligationStatus } from '@shared/domain/obligations';
import type { OrganisationKind } from '@shared/domain/organisations';

/** How many months a list without a month shows. */
const monthsOfList = 36;

/** The export of exactly the rows that the list of monthly obligations shows with these filters. */
export function exportOfList(search: ObligationSearch): ExportIn {
  const { month, status, kind, section_id, instructor_id, institution_id } = search;
  return {
    kind: 'obligations',
    ...(month ? { month, months: 1 } : { months: monthsOfList }),
    filters: {
      ...(kind && { kind: kind as OrganisationKind }),
      ...(section_id && { section_id }),
      ...(instructor_id && { instructor_id }),
      ...(institution_id && { institution_id }),
      ...(status && { status: status.split(',') as ObligationStatus[] }),
    },
  };
}

/** What an export was asked for, as the service keeps it. */
export interface Asked {
  month: string;
  months: number;
  filters: NonNullable<ExportIn['filters']>;
}

export function askedOf({ parameters }: Pick<ExportOut, 'parameters'>): Asked {
  return parameters as unknown as Asked;
}

/** The same export once more. */
export function sameAgain(made: Pick<ExportOut, 'kind' | 'parameters'>): ExportIn {
  return { kind: made.kind, ...askedOf(made) };
}

/** What the form of a new export holds: flat, as forms are. */
export interface ExportFields {
  kind: ExportKind;
  month: string;
  months: string;
  institution_kind?: string | null;
  section_id?: string | null;
  status?: string | null;
}

/** The grid shows every status side by side, so a status that was chosen before is left out of it. */
export function exportOfForm({ kind, month, months, institution_kind, section_id, status }: ExportFields): ExportIn {
  return {
    kind,
    month,
    months: Number(months),
    filters: {
      ...(institution_kind && { kind: institution_kind as OrganisationKind }),
      ...(section_id && { section_id }),
      ...(status && kind === 'obligations' && { status: [status as ObligationStatus] }),
    },
  };
}

export const exportKinds = Object.keys(exportKindLabel) as ExportKind[];
