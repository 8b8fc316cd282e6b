import type { Column } from '@desk/components/columns';
import { Mark } from '@desk/components/Mark';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { InstitutionCoverageOut } from '@shared/api/gen';
import { checkLabel, coverageLook, type GroupKind, groupKinds, groupLabel } from '@shared/domain/coverage';
import { organisationKindLabel } from '@shared/domain/organisations';
import { Link } from '@tanstack/react-router';
import styles from './Coverage.module.css';

const day = (on: string | null | undefined) => (on ? <span className={styles.day}>{on}</span> : '—');

const founded = (row: InstitutionCoverageOut, kind: GroupKind) =>
  day(row.groups.find((group) => group.kind === kind)?.founded_on);

/** The columns of the list: one institution, as it stands today. */
export const coverageColumns: Column<InstitutionCoverageOut>[] = [
  {
    key: 'name',
    title: msg`机构`,
    fixed: true,
    sort: 'name',
    render: (row) => (
      <Link to="/organisations/$id" params={{ id: row.institution_id }}>
        {row.institution_name}
      </Link>
    ),
  },
  { key: 'kind', title: msg`类别`, extra: true, render: (row) => i18n._(organisationKindLabel[row.kind]) },
  { key: 'section', title: msg`归口股室`, extra: true, render: (row) => row.section_name ?? '—' },
  {
    key: 'coverage',
    title: msg`覆盖方式`,
    render: (row) => <Mark look={coverageLook[row.coverage ?? 'unrecorded']} />,
  },
  { key: 'since_on', title: msg`自何时起`, render: (row) => day(row.since_on) },
  { key: 'party', title: msg`党组织`, render: (row) => row.party_organisation_name ?? '—' },
  { key: 'full', title: msg`正式党员`, align: 'end', render: (row) => row.full_members ?? '—' },
  { key: 'probationary', title: msg`预备党员`, align: 'end', render: (row) => row.probationary_members ?? '—' },
  { key: 'as_of', title: msg`统计日期`, render: (row) => day(row.members_as_of_on) },
  ...groupKinds.map(
    (kind): Column<InstitutionCoverageOut> => ({
      key: kind,
      title: groupLabel[kind],
      render: (row) => founded(row, kind),
    }),
  ),
  {
    key: 'checks',
    title: msg`需要看一看`,
    render: (row) =>
      row.branch_possible || row.host_differs ? (
        <>
          {row.branch_possible && <span className={styles.check}>{i18n._(checkLabel.branch_possible)}</span>}
          {row.host_differs && <span className={styles.check}>{i18n._(checkLabel.host_differs)}</span>}
        </>
      ) : (
        '—'
      ),
  },
];
