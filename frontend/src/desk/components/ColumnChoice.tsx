import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import styles from './ColumnChoice.module.css';
import type { Column, ColumnSelection } from './columns';

interface Props<Row> {
  columns: readonly Column<Row>[];
  choice: ColumnSelection<Row>;
}

/** A small menu of check boxes that shows and hides columns. */
export function ColumnChoice<Row>({ columns, choice }: Props<Row>) {
  const { i18n } = useLingui();
  const id = useId();
  const choosable = columns.filter((column) => !column.fixed);
  if (choosable.length === 0) return null;
  return (
    <div className={styles.anchor}>
      <button type="button" className={styles.button} popoverTarget={id}>
        <Trans>选择列</Trans>
      </button>
      <div id={id} popover="auto" className={styles.menu}>
        {choosable.map((column) => (
          <label key={column.key} className={styles.choice}>
            <input type="checkbox" checked={choice.isVisible(column)} onChange={() => choice.toggle(column)} />
            {i18n._(column.title)}
          </label>
        ))}
      </div>
    </div>
  );
}
