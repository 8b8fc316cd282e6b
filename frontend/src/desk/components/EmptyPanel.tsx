import type { ReactNode } from 'react';
import styles from './panels.module.css';

interface Props {
  /** Why nothing is here: nothing yet, nothing matches the filters, or no right to see it. */
  reason: 'nothing_yet' | 'no_match' | 'no_right';
  title: ReactNode;
  /** What the reader can do about it. */
  children?: ReactNode;
  action?: ReactNode;
}

const signs: Record<Props['reason'], string> = { nothing_yet: '○', no_match: '⌕', no_right: '–' };

/** The empty state of a view. It always says what to do next. */
export function EmptyPanel({ reason, title, children, action }: Props) {
  return (
    <section className={styles.panel}>
      <span className={styles.sign} aria-hidden="true">
        {signs[reason]}
      </span>
      <h2 className={styles.heading}>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </section>
  );
}
