import { useLingui } from '@lingui/react';
import type { Column } from './columns';
import styles from './DataTable.module.css';

interface Props<Row> {
  column: Column<Row>;
  sort: string | undefined;
  onSort: (sort: string) => void;
}

/** A column's head; where the service can sort by it, a button that turns the order round. */
export function SortHeading<Row>({ column, sort, onSort }: Props<Row>) {
  const { i18n } = useLingui();
  const title = i18n._(column.title);
  const field = column.sort;
  if (!field) {
    return (
      <th scope="col" data-align={column.align}>
        {title}
      </th>
    );
  }
  const rising = sort === field;
  const falling = sort === `-${field}`;
  return (
    <th scope="col" data-align={column.align} aria-sort={rising ? 'ascending' : falling ? 'descending' : undefined}>
      <button type="button" className={styles.sort} onClick={() => onSort(rising ? `-${field}` : field)}>
        {title}
        <span aria-hidden="true" className={styles.arrow}>
          {rising ? '↑' : falling ? '↓' : '↕'}
        </span>
      </button>
      {/* Chromium leaves a button out where a table's head comes again on the next sheet. */}
      <span className={styles.onPaper}>{title}</span>
    </th>
  );
}
