import { statusWords } from '@desk/features/obligations/status-choices';
import { organisationQuery, useSections } from '@desk/features/organisations/queries';
import { personQuery } from '@desk/features/people/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ExportOut } from '@shared/api/gen';
import { organisationKindLabel } from '@shared/domain/organisations';
import { monthInWords } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { askedOf } from './asked';

/** What an export holds, in words: which months, and which institutions. */
export function AskedWords({ found }: { found: ExportOut }) {
  const { i18n } = useLingui();
  const sections = useSections();
  const { month, months, filters } = askedOf(found);
  const last = monthInWords(month, i18n.locale);
  const parts: ReactNode[] = [
    months === 1 ? (
      last
    ) : (
      <Trans key="months">
        截至{last}共 {months} 个月
      </Trans>
    ),
    filters.kind && i18n._(organisationKindLabel[filters.kind]),
    filters.section_id && (sections.find(({ id }) => id === filters.section_id)?.name ?? '…'),
    filters.instructor_id && <InstructorName key="instructor" id={filters.instructor_id} />,
    filters.institution_id && <InstitutionName key="institution" id={filters.institution_id} />,
    filters.status && filters.status.length > 0 && statusWords(filters.status),
  ].filter(Boolean);
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed order, written out above
        <Fragment key={index}>
          {index > 0 && ' · '}
          {part}
        </Fragment>
      ))}
    </>
  );
}

function InstructorName({ id }: { id: string }) {
  const name = useQuery(personQuery(id)).data?.name ?? '…';
  return <Trans>指导员{name}</Trans>;
}

function InstitutionName({ id }: { id: string }) {
  return <>{useQuery(organisationQuery(id)).data?.name ?? '…'}</>;
}
