import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { toast } from '@desk/components/toaster';
import { usePermission } from '@desk/features/session/queries';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonOut } from '@shared/api/gen';
import { personStatusLook } from '@shared/domain/people';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { PersonForm } from './PersonForm';
import { type PeopleFilters, peopleQuery } from './queries';

type Search = ListSearch & { organisation_id?: string; status?: string };

const columns: Column<PersonOut>[] = [
  {
    key: 'name',
    title: msg`姓名`,
    fixed: true,
    sort: 'name',
    render: (row) => (
      <Link to="/people/$id" params={{ id: row.id }}>
        {row.name}
      </Link>
    ),
  },
  {
    key: 'organisation',
    title: msg`所在单位`,
    render: (row) => (
      <Link to="/organisations/$id" params={{ id: row.organisation_id }}>
        {row.organisation_name}
      </Link>
    ),
  },
  { key: 'duty', title: msg`职务`, render: (row) => row.duty ?? '—' },
  { key: 'mobile', title: msg`手机`, render: (row) => row.mobile ?? '—' },
  { key: 'status', title: msg`状态`, render: (row) => <Mark look={personStatusLook[row.status]} /> },
];

/** The bureau's people: instructors, secretaries, officers. */
export function PeoplePage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayWrite = usePermission('people:write');
  const [adding, setAdding] = useState(false);
  const query = useQuery(peopleQuery({ ...(search as PeopleFilters), include: 'total' }));
  const filtered = Boolean(search.q || search.organisation_id || search.status);
  return (
    <>
      <PageHead
        title={<Trans>人员</Trans>}
        note={<Trans>指导员、书记和各单位经办人。只登记工作需要的内容，不收集身份证号。</Trans>}
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setAdding(true)}>
              <Trans>新增人员</Trans>
            </Button>
          )
        }
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按姓名查找人员`}
          placeholder={t`姓名或拼音首字母`}
          value={search.q}
          onChange={(q) => list.change({ q })}
        />
        <ChoiceFilter
          label={t`状态`}
          value={search.status}
          onChange={(status) => list.change({ status })}
          choices={Object.entries(personStatusLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id="people"
        caption={t`人员列表`}
        columns={columns}
        search={{ sort: 'name', ...search }}
        query={query}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的人员</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有人员</Trans>}>
              <Trans>导入名册时，「指导员」表里的人会登记在这里；也可以逐个新增。</Trans>
            </EmptyPanel>
          )
        }
      />
      <Dialog open={adding} title={t`新增人员`} onClose={() => setAdding(false)}>
        <PersonForm
          onCancel={() => setAdding(false)}
          onDone={() => {
            toast(t`已保存。`);
            setAdding(false);
          }}
        />
      </Dialog>
    </>
  );
}
