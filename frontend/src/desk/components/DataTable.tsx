import { Trans, useLingui } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ColumnChoice } from './ColumnChoice';
import { type Column, useChosenColumns } from './columns';
import styles from './DataTable.module.css';
import { ErrorPanel } from './ErrorPanel';
import { type ListSearch, useListNavigation } from './list-search';
import { Count, Pager } from './Pager';
import { usePaper } from './paper';
import { SortHeading } from './SortHeading';

interface ListPage<Row> {
  items: Row[];
  next_cursor?: string | null;
  total?: { value: number; capped: boolean } | null;
}

interface Props<Row> {
  /** Names this table on this device, for the choice of columns. */
  id: string;
  /** What the rows are; read out by screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  search: ListSearch;
  query: UseQueryResult<ListPage<Row>>;
  rowKey: (row: Row) => string;
  /** Shown instead of rows: nothing yet, or nothing that matches the filters. */
  empty: ReactNode;
  /** Reads the whole list with the filters on the screen: then it can be printed as a ledger. */
  whole?: () => Promise<Row[]>;
}

/** A day is not broken over two lines. */
const day = /^\d{4}-\d\d-\d\d$/;

/**
 * A list of the service as a real table: filters, order and page stand in the address, the reader chooses the columns,
 * and on narrow screens each row becomes a card.
 */
export function DataTable<Row>({ id, caption, columns, search, query, rowKey, empty, whole }: Props<Row>) {
  const { t, i18n } = useLingui();
  const chosen = useChosenColumns(id, columns);
  const list = useListNavigation();
  const page = query.data;
  const paper = usePaper({ whole, total: page?.total ?? null });

  if (query.isError && !page) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (page && page.items.length === 0 && !search.cursor) return <div className={styles.frame}>{empty}</div>;
  return (
    <div className={styles.frame} aria-busy={query.isFetching} data-ledger={whole && ''}>
      {query.isFetching && <div className={styles.working} />}
      <div className={styles.tools}>
        {page && <Count shown={page.items.length} total={page.total ?? null} />}
        {paper.head}
        <ColumnChoice columns={columns} choice={chosen} />
      </div>
      <section className={styles.scroll} aria-label={caption}>
        <table className={styles.table}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {paper.rows && <th scope="col">{t`序号`}</th>}
              {chosen.visible.map((column) => (
                <SortHeading
                  key={column.key}
                  column={column}
                  sort={search.sort}
                  onSort={(sort) => list.change({ sort })}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {page
              ? (paper.rows ?? page.items).map((row, place) => (
                  <tr key={rowKey(row)}>
                    {paper.rows && <td>{place + 1}</td>}
                    {chosen.visible.map((column) => {
                      const shown = column.render(row);
                      return (
                        <td
                          key={column.key}
                          data-label={i18n._(column.title)}
                          data-align={column.align}
                          data-whole={typeof shown === 'string' && day.test(shown)}
                        >
                          {shown}
                        </td>
                      );
                    })}
                  </tr>
                ))
              : loadingRows(chosen.visible.length)}
          </tbody>
        </table>
      </section>
      {page ? (
        <Pager nextCursor={page.next_cursor ?? null} list={list} isFirst={!search.cursor} />
      ) : (
        <p className="visually-hidden" role="status">
          <Trans>正在载入…</Trans>
        </p>
      )}
    </div>
  );
}

function loadingRows(cells: number): ReactNode {
  return Array.from({ length: 6 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: grey bars without identity
    <tr key={row}>
      <td colSpan={cells}>
        <span className={styles.bar} />
      </td>
    </tr>
  ));
}
