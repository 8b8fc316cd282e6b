import { ButtonLink } from '@desk/components/ButtonLink';
import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar } from '@desk/components/FilterBar';
import { useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { ExportListButton } from '@desk/features/exports/ExportListButton';
import { useSections } from '@desk/features/organisations/queries';
import { usePermission } from '@desk/features/session/queries';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { listObligations, type ObligationOut } from '@shared/api/gen';
import { obligationLook } from '@shared/domain/obligations';
import { institutionKinds, organisationKindLabel } from '@shared/domain/organisations';
import { addMonths, minuteOf, monthInWords, monthOf } from '@shared/time/zone';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { filtersOf, type ObligationSearch, withoutPage } from './obligation-search';
import { statusChoices } from './status-choices';
import { WaiverForm } from './WaiverForm';

/** How many months the filter offers. */
const offered = 36;

const columns: Column<ObligationOut>[] = [
  {
    key: 'institution',
    title: msg`机构`,
    fixed: true,
    render: (row) => (
      <Link to="/organisations/$id" params={{ id: row.institution_id }}>
        {row.institution_name}
      </Link>
    ),
  },
  { key: 'month', title: msg`月份`, render: (row) => monthInWords(row.month, i18n.locale) },
  { key: 'status', title: msg`状态`, render: (row) => <Mark look={obligationLook[row.status]} /> },
  { key: 'instructors', title: msg`在任指导员`, render: (row) => row.instructor_names.join('、') || '—' },
  { key: 'due_on', title: msg`最迟收到日期`, render: (row) => row.due_on },
  {
    key: 'received_at',
    title: msg`收到记录的时间`,
    render: (row) => (row.received_at ? minuteOf(row.received_at) : '—'),
  },
  { key: 'waiver', title: msg`免除原因`, render: (row) => row.waiver?.reason ?? '—' },
];

/** The way to the visits of the month, for who reads visits. */
const visits: Column<ObligationOut> = {
  key: 'visits',
  title: msg`入校指导`,
  render: (row) => (
    <Link to="/visits" search={{ institution_id: row.institution_id, month: row.month }}>
      <Trans>当月记录</Trans>
    </Link>
  ),
};

function decision(onWaiver: (row: ObligationOut) => void): Column<ObligationOut> {
  return {
    key: 'decide',
    title: msg`办理`,
    fixed: true,
    render: (row) => (
      <button type="button" className="as-link" onClick={() => onWaiver(row)}>
        {row.waiver ? <Trans>取消免除</Trans> : <Trans>免除</Trans>}
      </button>
    ),
  };
}

/** The institutions' months as a list: what the figures of the overview count. */
export function ObligationsPage({ search }: { search: ObligationSearch }) {
  const { t } = useLingui();
  const list = useListNavigation();
  const sections = useSections();
  const mayWaive = usePermission('obligations:waive');
  const mayReadVisits = usePermission('visits:read');
  const [deciding, setDeciding] = useState<ObligationOut | null>(null);
  const filters = filtersOf(search);
  const query = useQuery({
    queryKey: ['obligations', 'list', filters],
    queryFn: ({ signal }) => listObligations({ query: { ...filters, include: 'total' }, signal }),
    placeholderData: keepPreviousData,
  });
  const months = Array.from({ length: offered }, (_, back) => addMonths(monthOf(new Date()), -back));
  const filtered = Object.keys(search).some((name) => name !== 'cursor' && name !== 'sort');
  return (
    <>
      <PageHead
        title={<Trans>月度任务清单</Trans>}
        note={<Trans>每所民办机构每月一条。状态由入校指导记录、派驻和期限得出。</Trans>}
        actions={
          <>
            <ExportListButton search={search} />
            {mayWaive && (
              <ButtonLink to="/obligations/waive" search={withoutPage(search)}>
                <Trans>批量免除</Trans>
              </ButtonLink>
            )}
          </>
        }
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <ChoiceFilter
          label={t`月份`}
          value={search.month}
          onChange={(month) => list.change({ month })}
          choices={months.map((month) => ({ value: month, label: monthInWords(month, i18n.locale) }))}
        />
        <ChoiceFilter
          label={t`状态`}
          value={search.status}
          onChange={(status) => list.change({ status })}
          choices={statusChoices(search.status)}
        />
        <ChoiceFilter
          label={t`类别`}
          value={search.kind}
          onChange={(kind) => list.change({ kind })}
          choices={institutionKinds.map((kind) => ({ value: kind, label: i18n._(organisationKindLabel[kind]) }))}
        />
        <ChoiceFilter
          label={t`归口股室`}
          value={search.section_id}
          onChange={(section_id) => list.change({ section_id })}
          choices={sections.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </FilterBar>
      <DataTable
        id="obligations"
        caption={t`月度任务列表`}
        columns={[...columns, ...(mayReadVisits ? [visits] : []), ...(mayWaive ? [decision(setDeciding)] : [])]}
        search={search}
        query={query}
        rowKey={(row) => row.id}
        empty={
          <EmptyPanel reason={filtered ? 'no_match' : 'nothing_yet'} title={<Trans>没有这样的月度任务</Trans>}>
            {filtered ? (
              <Trans>换个月份或状态，或清除筛选条件再看。</Trans>
            ) : (
              <Trans>导入名册、派驻指导员后，每所民办机构每月都会出现在这里。</Trans>
            )}
          </EmptyPanel>
        }
      />
      <Dialog
        open={deciding !== null}
        title={deciding?.waiver ? t`取消免除` : t`免除当月任务`}
        onClose={() => setDeciding(null)}
      >
        {deciding && <WaiverForm obligation={deciding} onDone={() => setDeciding(null)} />}
      </Dialog>
    </>
  );
}
