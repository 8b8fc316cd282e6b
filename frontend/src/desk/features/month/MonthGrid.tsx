import { Trans, useLingui } from '@lingui/react/macro';
import type { Cell, GridRow as Row } from '@shared/api/gen';
import { obligationLook } from '@shared/domain/obligations';
import { monthInWords } from '@shared/time/zone';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { type GridPlace, useGridKeys } from './grid-keys';
import styles from './MonthGrid.module.css';

export type MonthRow = Row;
export type GridCell = Cell;

interface Props {
  months: readonly string[];
  rows: readonly MonthRow[];
  onOpen: (row: MonthRow, cell: GridCell) => void;
}

/**
 * Institution × month as a real table. Sign and colour say the status; the arrow keys walk from cell to cell, Enter
 * opens one. Heads stay in sight while scrolling.
 */
export function MonthGrid({ months, rows, onOpen }: Props) {
  const { t, i18n } = useLingui();
  const keys = useGridKeys(rows.length, months.length);
  return (
    <section className={styles.scroll} aria-label={t`月度任务表`}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: the arrow keys move between the buttons in the cells */}
      <table className={styles.grid} onKeyDown={keys.onKeyDown}>
        <caption className="visually-hidden">
          <Trans>各机构各月的入校指导情况。用方向键在格子间移动，按回车键打开。</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              <Trans>机构</Trans>
            </th>
            {months.map((month, index) => (
              <th key={month} scope="col">
                <span className="visually-hidden">{monthInWords(month, i18n.locale)}</span>
                <span aria-hidden="true" className={styles.month}>
                  {(index === 0 || month.endsWith('-01')) && <small>{month.slice(0, 4)}</small>}
                  {Number(month.slice(5))}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <OneRow
              key={row.id}
              row={row}
              months={months}
              index={index}
              place={keys.place?.row === index ? keys.place : index === 0 && !keys.place ? origin : null}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const origin: GridPlace = { row: 0, column: 0 };

interface RowProps {
  row: MonthRow;
  months: readonly string[];
  index: number;
  /** Where the keyboard stands, if it stands in this row. */
  place: GridPlace | null;
  onOpen: Props['onOpen'];
}

const OneRow = memo(function OneRow({ row, months, index, place, onOpen }: RowProps) {
  const { t, i18n } = useLingui();
  const byMonth = new Map(row.cells.map((cell) => [cell.month, cell]));
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <Link to="/organisations/$id" params={{ id: row.id }} tabIndex={-1}>
          {row.name}
        </Link>
      </th>
      {months.map((month, column) => {
        const cell = byMonth.get(month);
        if (!cell?.status) {
          return (
            <td key={month} className={styles.none}>
              <span className="visually-hidden">{t`尚无任务`}</span>
            </td>
          );
        }
        const look = obligationLook[cell.status];
        const words = `${row.name} ${monthInWords(month, i18n.locale)} ${i18n._(look.label)}`;
        return (
          <td key={month}>
            <button
              type="button"
              className={`${styles.cell} ${styles[look.tone]}`}
              data-place={`${index}:${column}`}
              tabIndex={place?.column === column ? 0 : -1}
              aria-label={words}
              title={words}
              onClick={() => onOpen(row, cell)}
            >
              <span aria-hidden="true">{look.sign}</span>
            </button>
          </td>
        );
      })}
    </tr>
  );
});
