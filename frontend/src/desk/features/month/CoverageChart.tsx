import { useLingui } from '@lingui/react/macro';
import type { MonthTotal } from '@shared/api/gen';
import { obligationLook, obligationStatuses } from '@shared/domain/obligations';
import { monthInWords } from '@shared/time/zone';
import styles from './MonthPage.module.css';

/** Size of the drawing in its own units; it scales with the page. */
const height = 118;
const column = 50;
const bar = 24;
const foot = 34;

/** Coverage by month as stacked columns. Read out as one sentence a month; the figures stand beside the grid too. */
export function CoverageChart({ totals }: { totals: readonly MonthTotal[] }) {
  const { t, i18n } = useLingui();
  const most = Math.max(1, ...totals.map((total) => total.owed.count));
  const words = totals.map((total) => {
    const month = monthInWords(total.month, i18n.locale);
    const done = total.statuses.met.count + total.statuses.met_late.count;
    return t`${month}：应完成 ${total.owed.count} 所，已完成 ${done} 所`;
  });
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${Math.max(totals.length, 6) * column} ${height + foot}`}
      role="img"
      aria-label={words.join(i18n.locale === 'en' ? '; ' : '；')}
    >
      {totals.map((total, index) => {
        const done = total.statuses.met.count + total.statuses.met_late.count;
        const x = index * column + (column - bar) / 2;
        let y = height;
        return (
          <g key={total.month}>
            <title>{words[index]}</title>
            {obligationStatuses.map((status) => {
              const share = (total.statuses[status].count / most) * (height - 18);
              y -= share;
              const tone = styles[obligationLook[status].tone];
              return share > 0 && <rect key={status} className={tone} x={x} y={y} width={bar} height={share} />;
            })}
            <text x={x + bar / 2} y={y - 5} textAnchor="middle">
              {total.owed.count > 0 && `${Math.round((done / total.owed.count) * 100)}%`}
            </text>
            <text x={x + bar / 2} y={height + 15} textAnchor="middle">
              {Number(total.month.slice(5))}
            </text>
            {(index === 0 || total.month.endsWith('-01')) && (
              <text x={x + bar / 2} y={height + 30} textAnchor="middle">
                {total.month.slice(0, 4)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
