import type { Column } from '@desk/components/columns';
import type { ListSearch } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { listMemberDevelopments, type MemberDevelopmentOut } from '@shared/api/gen';
import { memberStageLook } from '@shared/domain/development';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { MemberForm } from './MemberForm';
import { type MemberFilters, membersQuery } from './queries';
import { RegisterPage } from './RegisterPage';

type Search = ListSearch & { institution_id?: string; stage?: string; admitted_from?: string; admitted_to?: string };

/** The register of those on the way into the Party at the private institutions. */
export function MembersPage({ search }: { search: Search }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { cursor, ...filters } = search as MemberFilters;
  return (
    <RegisterPage
      register="member-developments"
      title={<Trans>发展党员</Trans>}
      note={<Trans>民办机构发展党员的台账。接收为预备党员的日期落在帮扶期内的，计入力争目标。</Trans>}
      ledger={t`发展党员台账`}
      caption={t`发展党员列表`}
      adding={t`登记发展党员`}
      place="institution_id"
      stages={memberStageLook}
      columns={columns}
      search={{ ...search }}
      query={useQuery(membersQuery({ ...filters, ...(cursor && { cursor }), include: 'total' }))}
      readPage={(page) => listMemberDevelopments({ query: { ...filters, ...page } })}
      form={(done) => (
        <MemberForm
          onCancel={done}
          onDone={(id) => void navigate({ to: '/member-developments/$id', params: { id } })}
        />
      )}
    />
  );
}

const columns: Column<MemberDevelopmentOut>[] = [
  {
    key: 'name',
    title: msg`姓名`,
    fixed: true,
    sort: 'name',
    render: (row) => (
      <Link to="/member-developments/$id" params={{ id: row.id }}>
        {row.name}
      </Link>
    ),
  },
  { key: 'stage', title: msg`阶段`, render: (row) => <Mark look={memberStageLook[row.stage]} /> },
  { key: 'institution', title: msg`机构`, render: (row) => row.institution_name },
  { key: 'applied_on', title: msg`申请`, sort: 'applied_on', render: (row) => row.applied_on },
  { key: 'activist_on', title: msg`积极分子`, render: (row) => row.activist_on ?? '—' },
  { key: 'target_on', title: msg`发展对象`, render: (row) => row.target_on ?? '—' },
  { key: 'probationary_on', title: msg`预备党员`, render: (row) => row.probationary_on ?? '—' },
  { key: 'full_on', title: msg`转正`, render: (row) => row.full_on ?? '—' },
  {
    key: 'next',
    title: msg`下一步最早`,
    render: (row) => (row.next ? `${i18n._(memberStageLook[row.next.stage].label)} ${row.next.earliest_on}` : '—'),
  },
];
