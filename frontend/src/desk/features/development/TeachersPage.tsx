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
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { BackboneTeacherOut } from '@shared/api/gen';
import { teacherStageLook } from '@shared/domain/development';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { type TeacherFilters, teachersQuery } from './queries';
import { SchoolFilter } from './SchoolFilter';
import { TeacherForm } from './TeacherForm';

type Search = ListSearch & { school_id?: string; stage?: string; recognised_from?: string; recognised_to?: string };

/** The register of backbone teachers who are trained for the private schools. */
export function TeachersPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const navigate = useNavigate();
  const mayWrite = usePermission('development:write');
  const query = useQuery(teachersQuery({ ...(search as TeacherFilters), include: 'total' }));
  const [adding, setAdding] = useState(false);
  const filtered = Boolean(search.q || search.school_id || search.stage);
  return (
    <>
      <PageHead
        title={<Trans>骨干教师</Trans>}
        note={<Trans>帮建学校为结对学校培养的骨干教师。认定日期落在帮扶期内的，计入力争目标。</Trans>}
        actions={
          <>
            <LedgerLink list="backbone-teachers" search={{ ...search }} />
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
        <SchoolFilter name="school_id" value={search.school_id} />
        <ChoiceFilter
          label={t`阶段`}
          value={search.stage}
          onChange={(chosen) => list.change({ stage: chosen })}
          choices={Object.entries(teacherStageLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id="backbone-teachers"
        caption={t`骨干教师列表`}
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
      <Dialog open={adding} place="side" title={t`登记骨干教师`} onClose={() => setAdding(false)}>
        <TeacherForm
          onCancel={() => setAdding(false)}
          onDone={(id) => void navigate({ to: '/backbone-teachers/$id', params: { id } })}
        />
      </Dialog>
    </>
  );
}

const columns: Column<BackboneTeacherOut>[] = [
  {
    key: 'name',
    title: msg`姓名`,
    fixed: true,
    sort: 'name',
    render: (row) => (
      <Link to="/backbone-teachers/$id" params={{ id: row.id }}>
        {row.name}
      </Link>
    ),
  },
  { key: 'stage', title: msg`阶段`, render: (row) => <Mark look={teacherStageLook[row.stage]} /> },
  { key: 'school', title: msg`学校`, render: (row) => row.school_name },
  { key: 'subject', title: msg`学科`, render: (row) => row.subject ?? '—' },
  { key: 'mentor', title: msg`导师`, render: (row) => row.mentor_name ?? '—' },
  { key: 'selected_on', title: msg`确定日期`, sort: 'selected_on', render: (row) => row.selected_on },
  { key: 'training_on', title: msg`培养日期`, render: (row) => row.training_on ?? '—' },
  { key: 'recognised_on', title: msg`认定日期`, render: (row) => row.recognised_on ?? '—' },
  { key: 'document', title: msg`认定文号`, extra: true, render: (row) => row.recognition_document ?? '—' },
];
