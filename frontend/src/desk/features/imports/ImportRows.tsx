import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import type { ListSearch } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ImportOut, ImportRowOut, ListImportRowsData } from '@shared/api/gen';
import { type ImportRowStatus, importRowLook } from '@shared/domain/imports';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import styles from './ImportPage.module.css';
import { importRowsQuery } from './queries';

const columns: Column<ImportRowOut>[] = [
  { key: 'title', title: msg`内容`, fixed: true, render: (row) => row.title || '—' },
  { key: 'sheet', title: msg`工作表`, fixed: true, render: (row) => <span className={styles.sheet}>{row.sheet}</span> },
  { key: 'row', title: msg`行号`, fixed: true, align: 'end', render: (row) => row.row },
  { key: 'status', title: msg`结果`, fixed: true, render: (row) => <Mark look={importRowLook[row.status]} /> },
  { key: 'what', title: msg`说明`, fixed: true, render: (row) => <RowWords row={row} /> },
];

interface Props {
  found: ImportOut;
  search: ListSearch & { status?: string };
}

/** What confirming would do, row by row, under one tab for each result. */
export function ImportRows({ found, search }: Props) {
  const { t, i18n } = useLingui();
  const filters = search as NonNullable<ListImportRowsData['query']>;
  const query = useQuery(importRowsQuery(found.id, filters));
  const statuses = Object.keys(importRowLook) as ImportRowStatus[];
  const all = statuses.reduce((sum, status) => sum + found.counts[status], 0);
  const here = {
    to: '/imports/$id',
    params: { id: found.id },
    resetScroll: false,
    activeOptions: { exact: true },
  } as const;
  return (
    <>
      <nav className={styles.tabs} aria-label={t`按结果查看`}>
        <Link {...here} search={{}} className={styles.tab} data-chosen={!search.status}>
          <Trans>全部</Trans> {all}
        </Link>
        {statuses.map((status) => (
          <Link
            key={status}
            {...here}
            search={{ status }}
            className={styles.tab}
            data-chosen={search.status === status}
          >
            {i18n._(importRowLook[status].label)} {found.counts[status]}
          </Link>
        ))}
      </nav>
      <DataTable
        id="import-rows"
        caption={t`逐行结果`}
        columns={columns}
        search={search}
        query={query}
        rowKey={(row) => `${row.sheet} ${row.row}`}
        empty={
          <EmptyPanel reason="no_match" title={<Trans>没有这种结果的行</Trans>}>
            <Trans>请看其他结果。</Trans>
          </EmptyPanel>
        }
      />
    </>
  );
}

/** Errors with their cells, what will be entered, what changes, and what the preview has to tell besides. */
function RowWords({ row }: { row: ImportRowOut }) {
  return (
    <ul>
      {row.errors.map((error) => (
        <li key={`${error.cell} ${error.code}`} className={styles.wrong}>
          {error.cell && <strong>{error.cell}</strong>} {error.message}
        </li>
      ))}
      {row.status === 'create' && row.changes.length > 0 && (
        <li className={styles.values}>
          {row.changes.map((value) => (
            <span key={value.heading}>
              <small>{value.heading}</small> {value.after}
            </span>
          ))}
        </li>
      )}
      {row.status === 'update' &&
        row.changes.map((change) => (
          <li key={change.heading} className={styles.change}>
            {change.heading}：<del>{change.before || '—'}</del> → <ins>{change.after || '—'}</ins>
          </li>
        ))}
      {row.notes.map((note) => (
        <li key={note} className={styles.note}>
          {note}
        </li>
      ))}
    </ul>
  );
}
