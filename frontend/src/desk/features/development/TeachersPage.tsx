import type { Column } from '@desk/components/columns';
import type { ListSearch } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type BackboneTeacherOut, listBackboneTeachers } from '@shared/api/gen';
import { teacherStageLook } from '@shared/domain/development';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type TeacherFilters, teachersQuery } from './queries';
import { RegisterPage } from './RegisterPage';
import { TeacherForm } from './TeacherForm';

type Search = ListSearch & { school_id?: string; stage?: string; recognised_from?: string; recognised_to?: string };

/** The register of backbone teachers who are trained for the private schools. */
export function TeachersPage({ search }: { search: Search }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { cursor, ...filters } = search as TeacherFilters;
  return (
    <RegisterPage
      register="backbone-teachers"
      title={<Trans>骨干教师</Trans>}
      note={<Trans>帮建学校为结对学校培养的骨干教师。认定日期落在帮扶期内的，计入力争目标。</Trans>}
      ledger={t`骨干教师台账`}
      caption={t`骨干教师列表`}
      adding={t`登记骨干教师`}
      place="school_id"
      stages={teacherStageLook}
      columns={columns}
      search={{ ...search }}
      query={useQuery(teachersQuery({ ...filters, ...(cursor && { cursor }), include: 'total' }))}
      readPage={(page) => listBackboneTeachers({ query: { ...filters, ...page } })}
      form={(done) => (
        <TeacherForm onCancel={done} onDone={(id) => void navigate({ to: '/backbone-teachers/$id', params: { id } })} />
      )}
    />
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
