import { HrefLink } from '@desk/components/HrefLink';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Figure, MonthTotal } from '@shared/api/gen';
import { obligationLook, obligationStatuses } from '@shared/domain/obligations';
import type { ReactNode } from 'react';
import styles from './MonthProgress.module.css';

/**
 * How a month stands: a bar of the statuses, and under it each figure with the list behind it. With `all` the statuses
 * that nobody has are named too, and the whole serves as the legend of a grid.
 */
export function MonthProgress({ total, all = false }: { total: MonthTotal; all?: boolean }) {
  const { i18n } = useLingui();
  const owed = total.owed.count;
  const done = total.statuses.met.count + total.statuses.met_late.count;
  if (owed === 0) {
    return (
      <p className={styles.nothing}>
        <Trans>这个月没有需要完成的入校指导。</Trans>
      </p>
    );
  }
  const shown = obligationStatuses.filter((status) => total.statuses[status].count > 0);
  return (
    <div className={styles.progress}>
      <p className={styles.sum}>
        <strong>{done}</strong>
        <Trans> / {owed} 所已完成</Trans>
      </p>
      <div className={styles.bar} aria-hidden="true">
        {shown.map((status) => (
          <span
            key={status}
            className={styles[obligationLook[status].tone]}
            style={{ flexGrow: total.statuses[status].count }}
          />
        ))}
      </div>
      <ul className={all ? `${styles.legend} ${styles.all}` : styles.legend}>
        {(all ? obligationStatuses : shown).map((status) => {
          const look = obligationLook[status];
          return (
            <li key={status}>
              <MaybeLink figure={total.statuses[status]}>
                <span className={`${styles.sign} ${styles[look.tone]}`} aria-hidden="true">
                  {look.sign}
                </span>
                {i18n._(look.label)} <strong>{total.statuses[status].count}</strong>
              </MaybeLink>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** A figure with its list, for who may open the list. */
export function MaybeLink({ figure, children }: { figure: Figure; children: ReactNode }) {
  if (!figure.href) return <span className={styles.figure}>{children}</span>;
  return (
    <HrefLink href={figure.href} className={styles.figure}>
      {children}
    </HrefLink>
  );
}
