import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { LedgerLink } from '@desk/components/LedgerLink';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { MemberDevelopmentOut } from '@shared/api/gen';
import { memberStageLook } from '@shared/domain/development';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { MemberForm } from './MemberForm';
import { type MemberFilters, membersQuery } from './queries';
import { SchoolFilter } from './SchoolFilter';

type Search = ListSearch & { institution_id?: string; stage?: string; admitted_from?: string; admitted_to?: string };

/** The register of those on the way into the Party at the private institutions. */
export function MembersPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const navigate = useNavigate();
  const mayWrite = usePermission('development:write');
  const query = useQuery(membersQuery({ ...(search as MemberFilters), include: 'total' }));
  const [adding, setAdding] = useState(false);
  const filtered = Boolean(search.q || search.institution_id || search.stage);
  return (
    <>
      <PageHead
        title={<Trans>发展党员</Trans>}
        note={<Trans>民办机构发展党员的台账。接收为预备党员的日期落在帮扶期内的，计入力争目标。</Trans>}
        actions={
          <>
            <LedgerLink list="member-developments" search={{ ...search }} />
            {mayWrite && (
              <Button type="primary" onClick={() => setAdding(true)}>
                <Trans>登记一位</Trans>
              </Button>
            )}
          </>
        }
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按姓名查找`}
          placeholder={t`姓名或拼音首字母`}
          value={search.q}
          onChange={(words) => list.change({ q: words })}
        />
        <SchoolFilter name="institution_id" value={search.institution_id} />
        <ChoiceFilter
          label={t`阶段`}
          value={search.stage}
          onChange={(chosen) => list.change({ stage: chosen })}
          choices={Object.entries(memberStageLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id="member-developments"
        caption={t`发展党员列表`}
        columns={columns}
        search={{ sort: 'name', ...search }}
        query={query}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的记录</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有登记</Trans>}>
              <Trans>点右上角登记；以前的台账可以由党委办从 Excel 导入。</Trans>
            </EmptyPanel>
          )
        }
      />
      <Dialog open={adding} place="side" title={t`登记发展党员`} onClose={() => setAdding(false)}>
        <MemberForm
          onCancel={() => setAdding(false)}
          onDone={(id) => void navigate({ to: '/member-developments/$id', params: { id } })}
        />
      </Dialog>
    </>
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
