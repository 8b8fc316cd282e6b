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
import { InstitutionFilter, InstructorFilter } from '@desk/features/visits/InstitutionFilter';
import { useReach } from '@desk/features/visits/reach';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { DispatchOut } from '@shared/api/gen';
import { dispatchLook } from '@shared/domain/dispatches';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './Dispatches.module.css';
import { DispatchForm } from './DispatchForm';
import { EndForm } from './EndForm';
import { HandOverForm } from './HandOverForm';
import { type DispatchFilters, dispatchListQuery } from './queries';

type Search = ListSearch & { institution_id?: string; instructor_id?: string; state?: string };

type Open = { deed: 'create' } | { deed: 'hand_over' | 'end'; dispatch: DispatchOut } | null;

/** Who is posted where; new postings, hand-overs and endings in a drawer beside the list. */
export function DispatchesPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayWrite = usePermission('dispatches:write');
  const query = useQuery(dispatchListQuery({ ...(search as DispatchFilters), include: 'total' }));
  const [open, setOpen] = useState<Open>(null);
  const { q, institution_id, instructor_id, state } = search;
  const filtered = Boolean(q || institution_id || instructor_id || state);
  const close = () => setOpen(null);
  const done = (words: string) => () => {
    toast(words);
    close();
  };

  return (
    <>
      <PageHead
        title={<Trans>派驻</Trans>}
        note={<Trans>党建工作指导员派驻到民办机构的情况。同一家机构同一时间只有一位指导员在任。</Trans>}
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setOpen({ deed: 'create' })}>
              <Trans>新增派驻</Trans>
            </Button>
          )
        }
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按机构或指导员查找`}
          placeholder={t`机构、指导员或拼音首字母`}
          value={q}
          onChange={(words) => list.change({ q: words })}
        />
        <InstitutionFilter value={institution_id} />
        <InstructorFilter value={instructor_id} />
        <ChoiceFilter
          label={t`状态`}
          value={state}
          onChange={(chosen) => list.change({ state: chosen })}
          choices={Object.entries(dispatchLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id="dispatches"
        caption={t`派驻列表`}
        columns={mayWrite ? [...columns, deeds(setOpen)] : columns}
        search={{ sort: 'institution', ...search }}
        query={query}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的派驻</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有派驻</Trans>}>
              <Trans>导入名册时，「派驻」表会登记在这里；也可以逐条新增。</Trans>
            </EmptyPanel>
          )
        }
      />
      <Dialog open={open?.deed === 'create'} place="side" title={t`新增派驻`} onClose={close}>
        <DispatchForm onCancel={close} onDone={done(t`已派驻。`)} />
      </Dialog>
      <Dialog open={open?.deed === 'hand_over'} place="side" title={t`交接`} onClose={close}>
        {open?.deed === 'hand_over' && (
          <HandOverForm dispatch={open.dispatch} onCancel={close} onDone={done(t`已交接。`)} />
        )}
      </Dialog>
      <Dialog open={open?.deed === 'end'} place="side" title={t`结束派驻`} onClose={close}>
        {open?.deed === 'end' && <EndForm dispatch={open.dispatch} onCancel={close} onDone={done(t`派驻已结束。`)} />}
      </Dialog>
    </>
  );
}

const columns: Column<DispatchOut>[] = [
  {
    key: 'institution',
    title: msg`机构`,
    fixed: true,
    sort: 'institution',
    render: (row) => (
      <Link to="/organisations/$id" params={{ id: row.institution_id }}>
        {row.institution_name}
      </Link>
    ),
  },
  { key: 'instructor', title: msg`指导员`, render: (row) => <Instructor dispatch={row} /> },
  { key: 'state', title: msg`状态`, render: (row) => <Mark look={dispatchLook[row.state]} /> },
  {
    key: 'starts_on',
    title: msg`开始日期`,
    sort: 'starts_on',
    render: (row) => <span className={styles.dates}>{row.starts_on}</span>,
  },
  {
    key: 'ends_on',
    title: msg`最后一天`,
    render: (row) => <span className={styles.dates}>{row.ends_on ?? '—'}</span>,
  },
  { key: 'document_number', title: msg`文号`, render: (row) => row.document_number ?? '—' },
  { key: 'end_reason', title: msg`结束原因`, extra: true, render: (row) => row.end_reason ?? '—' },
];

function Instructor({ dispatch }: { dispatch: DispatchOut }) {
  if (useReach() !== 'bureau') return <>{dispatch.instructor_name}</>;
  return (
    <Link to="/people/$id" params={{ id: dispatch.instructor_id }}>
      {dispatch.instructor_name}
    </Link>
  );
}

/** What can be done with a dispatch that has not ended. */
function deeds(onOpen: (open: Open) => void): Column<DispatchOut> {
  return {
    key: 'deeds',
    title: msg`办理`,
    fixed: true,
    render: (row) => (row.state === 'ended' ? null : <Deeds dispatch={row} onOpen={onOpen} />),
  };
}

function Deeds({ dispatch, onOpen }: { dispatch: DispatchOut; onOpen: (open: Open) => void }) {
  const { t } = useLingui();
  const where = dispatch.institution_name;
  return (
    <span className={styles.deeds}>
      <Button size="small" aria-label={t`${where}：交接`} onClick={() => onOpen({ deed: 'hand_over', dispatch })}>
        <Trans>交接</Trans>
      </Button>
      <Button size="small" aria-label={t`${where}：结束派驻`} onClick={() => onOpen({ deed: 'end', dispatch })}>
        <Trans>结束</Trans>
      </Button>
    </span>
  );
}
