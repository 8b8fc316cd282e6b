import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { LedgerLink } from '@desk/components/LedgerLink';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { toast } from '@desk/components/toaster';
import { usePermission } from '@desk/features/session/queries';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type CommunityOut, listCommunities } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { communityLook } from '@shared/domain/communities';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { CommunitiesSideBySide } from './CommunitiesSideBySide';
import { CommunityForm } from './CommunityForm';
import { type CommunityFilters, communitiesQuery } from './queries';

type Search = ListSearch & { state?: string; school_id?: string };

/** The support communities: those that run side by side, and all of them as a list. */
export function CommunitiesPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const navigate = useNavigate();
  const mayWrite = usePermission('communities:write');
  const query = useQuery(communitiesQuery({ ...(search as CommunityFilters), include: 'total' }));
  const [creating, setCreating] = useState(false);
  const { q, state, school_id } = search;
  const { cursor: _, ...rest } = search;
  const filtered = Boolean(q || state || school_id);
  return (
    <>
      <PageHead
        title={<Trans>帮扶共同体</Trans>}
        ledger={t`帮扶共同体台账`}
        note={<Trans>公办学校和民办学校结成共同体，从帮教、帮困、帮党建三方面互助。</Trans>}
        actions={
          <>
            <LedgerLink list="communities" search={{ ...search }} />
            {mayWrite && (
              <Button type="primary" onClick={() => setCreating(true)}>
                <Trans>新建共同体</Trans>
              </Button>
            )}
          </>
        }
      />
      <div data-screen-only="">
        <CommunitiesSideBySide />
      </div>
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按共同体或学校查找`}
          placeholder={t`共同体、学校或拼音首字母`}
          value={q}
          onChange={(words) => list.change({ q: words })}
        />
        <ChoiceFilter
          label={t`状态`}
          value={state}
          onChange={(chosen) => list.change({ state: chosen })}
          choices={Object.entries(communityLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id="communities"
        caption={t`帮扶共同体列表`}
        columns={columns}
        search={{ sort: 'name', ...search }}
        query={query}
        rowKey={(row) => row.id}
        whole={() => wholeList((page) => listCommunities({ query: { ...(rest as CommunityFilters), ...page } }))}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的共同体</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有帮扶共同体</Trans>}>
              <Trans>导入名册时，「帮扶共同体」表会登记在这里；党委办也可以逐个新建。</Trans>
            </EmptyPanel>
          )
        }
      />
      <Dialog open={creating} place="side" title={t`新建帮扶共同体`} onClose={() => setCreating(false)}>
        <CommunityForm
          onCancel={() => setCreating(false)}
          onDone={(id) => {
            toast(t`已存为草稿，核对后请批准。`);
            void navigate({ to: '/communities/$id', params: { id } });
          }}
        />
      </Dialog>
    </>
  );
}

const columns: Column<CommunityOut>[] = [
  {
    key: 'name',
    title: msg`名称`,
    fixed: true,
    sort: 'name',
    render: (row) => (
      <Link to="/communities/$id" params={{ id: row.id }}>
        {row.name}
      </Link>
    ),
  },
  { key: 'state', title: msg`状态`, render: (row) => <Mark look={communityLook[row.state]} /> },
  { key: 'lead', title: msg`帮建学校`, render: (row) => row.lead_school_name },
  {
    key: 'schools',
    title: msg`结对学校`,
    render: (row) =>
      row.schools
        .filter((school) => school.left_on === null || row.ends_on !== null)
        .map((school) => school.name)
        .join('、') || '—',
  },
  { key: 'starts_on', title: msg`开始日期`, sort: 'starts_on', render: (row) => row.starts_on },
  { key: 'ends_on', title: msg`最后一天`, render: (row) => row.ends_on ?? '—' },
  { key: 'document_number', title: msg`文号`, extra: true, render: (row) => row.document_number ?? '—' },
];
