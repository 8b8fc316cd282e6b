import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { PickFilter } from '@desk/components/PickFilter';
import { findOrganisations } from '@desk/features/organisations/queries';
import { usePermission } from '@desk/features/session/queries';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type PartyOrganisationOut, readOrganisation } from '@shared/api/gen';
import { partyKindLabel, partyStatusLook } from '@shared/domain/party-organisations';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { PartyDeeds } from './PartyDeeds';
import { type PartyDeed, PartyDialogs } from './PartyDialogs';
import { type PartyFilters, partyListQuery } from './queries';

type Search = ListSearch & { kind?: string; organisation_id?: string; status?: string };

/** The bureau's Party organisations: committees, general branches, branches and joint branches. */
export function PartyOrganisationsPage({ search }: { search: Search }) {
  const { t } = useLingui();
  const mayWrite = usePermission('organisations:write');
  const [open, setOpen] = useState<PartyDeed | null>(null);
  const query = useQuery(partyListQuery({ ...(search as PartyFilters), include: 'total' }));
  const filtered = Boolean(search.q || search.kind || search.organisation_id || search.status);
  return (
    <>
      <PageHead
        title={<Trans>党组织</Trans>}
        note={<Trans>各单位的党委、党总支、党支部和联合党支部。</Trans>}
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setOpen({ deed: 'create' })}>
              <Trans>新增党组织</Trans>
            </Button>
          )
        }
      />
      <Filters search={search} filtered={filtered} />
      <DataTable
        id="party-organisations"
        caption={t`党组织列表`}
        columns={mayWrite ? [...columns, deeds(setOpen)] : columns}
        search={{ sort: 'name', ...search }}
        query={query}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的党组织</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有党组织</Trans>}>
              {mayWrite ? (
                <Trans>填进名册的「党组织」表一次导入，或点右上角逐个新增。</Trans>
              ) : (
                <Trans>您能看到的单位里，还没有登记党组织。</Trans>
              )}
            </EmptyPanel>
          )
        }
      />
      <PartyDialogs open={open} onClose={() => setOpen(null)} />
    </>
  );
}

function Filters({ search, filtered }: { search: Search; filtered: boolean }) {
  const { t } = useLingui();
  const list = useListNavigation();
  return (
    <FilterBar onClear={filtered ? list.clear : undefined}>
      <SearchFilter
        label={t`按名称查找党组织`}
        placeholder={t`名称或拼音首字母`}
        value={search.q}
        onChange={(q) => list.change({ q })}
      />
      <ChoiceFilter
        label={t`类型`}
        value={search.kind}
        onChange={(kind) => list.change({ kind })}
        choices={Object.entries(partyKindLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
      />
      <PickFilter
        label={t`所属机构`}
        value={search.organisation_id}
        searchKey="organisations"
        find={findOrganisations}
        nameOf={async (id, signal) => (await readOrganisation({ path: { id }, signal })).name}
        onChange={(organisation_id) => list.change({ organisation_id })}
      />
      <ChoiceFilter
        label={t`状态`}
        value={search.status}
        onChange={(status) => list.change({ status })}
        choices={Object.entries(partyStatusLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
      />
    </FilterBar>
  );
}

const columns: Column<PartyOrganisationOut>[] = [
  { key: 'name', title: msg`名称`, fixed: true, sort: 'name', render: (row) => row.name },
  { key: 'kind', title: msg`类型`, render: (row) => i18n._(partyKindLabel[row.kind]) },
  {
    key: 'organisation',
    title: msg`所属机构`,
    render: (row) => (
      <Link to="/organisations/$id" params={{ id: row.organisation_id }}>
        {row.organisation_name}
      </Link>
    ),
  },
  { key: 'status', title: msg`状态`, render: (row) => <Mark look={partyStatusLook[row.status]} /> },
  { key: 'ended_on', title: msg`最后一天`, extra: true, render: (row) => row.ended_on ?? '—' },
];

function deeds(onOpen: (deed: PartyDeed) => void): Column<PartyOrganisationOut> {
  return {
    key: 'deeds',
    title: msg`办理`,
    fixed: true,
    render: (row) => <PartyDeeds party={row} onOpen={onOpen} />,
  };
}
