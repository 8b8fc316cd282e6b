import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, DayFilter, FilterBar } from '@desk/components/FilterBar';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type AuditEventOut, type ListAuditEventsData, listAuditEvents } from '@shared/api/gen';
import { actionWords } from '@shared/domain/audit';
import type { StateLook } from '@shared/domain/obligations';
import { dayEnd, dayStart, minuteOf } from '@shared/time/zone';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EventFacts } from './EventFacts';

type Search = ListSearch & {
  outcome?: string;
  actor_user_id?: string;
  target_type?: string;
  target_id?: string;
  since?: string;
  until?: string;
};

const outcomeLook: Record<AuditEventOut['outcome'], StateLook> = {
  done: { label: msg`已执行`, sign: '✓', tone: 'good' },
  refused: { label: msg`被拒绝`, sign: '✕', tone: 'bad' },
};

/** The log of who did what and what was refused, newest first; read only. */
export function AuditPage({ search }: { search: Search }) {
  const { t } = useLingui();
  const list = useListNavigation();
  const [opened, setOpened] = useState<AuditEventOut | null>(null);
  const filters = filtersOf(search);
  const query = useQuery({
    queryKey: ['audit', filters],
    queryFn: ({ signal }) => listAuditEvents({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
  const filtered = Object.keys(search).some((name) => name !== 'cursor');
  const columns: Column<AuditEventOut>[] = [
    {
      key: 'action',
      title: msg`操作`,
      fixed: true,
      render: (row) => (
        <button type="button" className="as-link" onClick={() => setOpened(row)}>
          {actionWords(row.action, (message) => i18n._(message))}
        </button>
      ),
    },
    { key: 'at', title: msg`时间`, render: (row) => minuteOf(row.at) },
    { key: 'actor', title: msg`操作人`, render: (row) => row.actor_label },
    { key: 'target', title: msg`对象`, render: (row) => row.target_label ?? '—' },
    { key: 'outcome', title: msg`结果`, render: (row) => <Mark look={outcomeLook[row.outcome]} /> },
    { key: 'request_id', title: msg`请求编号`, extra: true, render: (row) => row.request_id ?? '—' },
  ];
  return (
    <>
      <PageHead
        title={<Trans>审计日志</Trans>}
        note={<Trans>谁在什么时候做了什么、被拒绝了什么。只能查看，不能修改或删除。</Trans>}
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <ChoiceFilter
          label={t`结果`}
          value={search.outcome}
          onChange={(outcome) => list.change({ outcome })}
          choices={Object.entries(outcomeLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
        <DayFilter label={t`从`} value={search.since} onChange={(since) => list.change({ since })} />
        <DayFilter label={t`到`} value={search.until} onChange={(until) => list.change({ until })} />
      </FilterBar>
      <DataTable
        id="audit"
        caption={t`审计日志列表`}
        columns={columns}
        search={search}
        query={query}
        rowKey={(row) => row.id}
        empty={
          <EmptyPanel reason={filtered ? 'no_match' : 'nothing_yet'} title={<Trans>没有日志</Trans>}>
            {filtered ? <Trans>换个时间范围，或清除筛选条件再看。</Trans> : <Trans>有人操作后，这里会逐条记录。</Trans>}
          </EmptyPanel>
        }
      />
      <Dialog open={opened !== null} title={t`日志详情`} place="side" onClose={() => setOpened(null)}>
        {opened && <EventFacts event={opened} look={outcomeLook[opened.outcome]} />}
      </Dialog>
    </>
  );
}

/** Days of the bureau become the instants that the service asks for. */
function filtersOf({ since, until, q: _, sort: __, ...rest }: Search): NonNullable<ListAuditEventsData['query']> {
  return {
    ...(rest as NonNullable<ListAuditEventsData['query']>),
    ...(since && { from: dayStart(since) }),
    ...(until && { to: dayEnd(until) }),
  };
}
