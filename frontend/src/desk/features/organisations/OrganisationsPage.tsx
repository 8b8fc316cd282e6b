import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { OrganisationOut } from '@shared/api/gen';
import { organisationKindLabel, organisationStatusLook, ownershipLabel } from '@shared/domain/organisations';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { OrganisationForm } from './OrganisationForm';
import { type OrganisationFilters, organisationsQuery, useSections } from './queries';

type Search = ListSearch & { kind?: string; ownership?: string; status?: string; section_id?: string };

/** The bureau's organisations: found by name, narrowed by kind, ownership, state and section. */
export function OrganisationsPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const navigate = useNavigate();
  const sections = useSections();
  const mayImport = usePermission('imports:write');
  const query = useQuery(organisationsQuery({ ...(search as OrganisationFilters), include: 'total' }));
  const filtered = Boolean(search.q || search.kind || search.ownership || search.status || search.section_id);
  const mayWrite = usePermission('organisations:write');
  const [adding, setAdding] = useState(false);

  const columns: Column<OrganisationOut>[] = [
    {
      key: 'name',
      title: msg`名称`,
      fixed: true,
      sort: 'name',
      render: (row) => (
        <Link to="/organisations/$id" params={{ id: row.id }}>
          {row.name}
        </Link>
      ),
    },
    { key: 'kind', title: msg`类别`, render: (row) => i18n._(organisationKindLabel[row.kind]) },
    {
      key: 'ownership',
      title: msg`办学性质`,
      render: (row) => (row.ownership ? i18n._(ownershipLabel[row.ownership]) : '—'),
    },
    { key: 'section', title: msg`归口股室`, render: (row) => row.section_name ?? '—' },
    { key: 'full_members', title: msg`正式党员`, align: 'end', render: (row) => row.full_members ?? '—' },
    {
      key: 'probationary_members',
      title: msg`预备党员`,
      align: 'end',
      render: (row) => row.probationary_members ?? '—',
    },
    { key: 'joined_on', title: msg`加入日期`, sort: 'joined_on', render: (row) => row.joined_on ?? '—' },
    { key: 'status', title: msg`状态`, render: (row) => <Mark look={organisationStatusLook[row.status]} /> },
    { key: 'address', title: msg`地址`, extra: true, render: (row) => row.address ?? '—' },
  ];

  return (
    <>
      <PageHead
        title={<Trans>机构</Trans>}
        note={<Trans>本局的学校、幼儿园、培训机构、股室和直属单位。</Trans>}
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setAdding(true)}>
              <Trans>新增机构</Trans>
            </Button>
          )
        }
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按名称查找机构`}
          placeholder={t`名称、曾用名或拼音首字母`}
          value={search.q}
          onChange={(q) => list.change({ q })}
        />
        <ChoiceFilter
          label={t`类别`}
          value={search.kind}
          onChange={(kind) => list.change({ kind })}
          choices={Object.entries(organisationKindLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
        />
        <ChoiceFilter
          label={t`办学性质`}
          value={search.ownership}
          onChange={(ownership) => list.change({ ownership })}
          choices={Object.entries(ownershipLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
        />
        <ChoiceFilter
          label={t`归口股室`}
          value={search.section_id}
          onChange={(section_id) => list.change({ section_id })}
          choices={sections.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <ChoiceFilter
          label={t`状态`}
          value={search.status}
          onChange={(status) => list.change({ status })}
          choices={Object.entries(organisationStatusLook).map(([value, look]) => ({
            value,
            label: i18n._(look.label),
          }))}
        />
      </FilterBar>
      <DataTable
        id="organisations"
        caption={t`机构列表`}
        columns={columns}
        search={{ sort: 'name', ...search }}
        query={query}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的机构</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel
              reason="nothing_yet"
              title={<Trans>还没有机构</Trans>}
              action={
                mayImport && (
                  <Link to="/imports">
                    <Trans>导入名册</Trans>
                  </Link>
                )
              }
            >
              <Trans>把机构、指导员和派驻情况填进名册模板，一次导入即可。</Trans>
            </EmptyPanel>
          )
        }
      />
      <Dialog open={adding} title={t`新增机构`} onClose={() => setAdding(false)}>
        <OrganisationForm
          onCancel={() => setAdding(false)}
          onDone={(saved) => void navigate({ to: '/organisations/$id', params: { id: saved.id } })}
        />
      </Dialog>
    </>
  );
}
