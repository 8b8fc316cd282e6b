import type { ReactNode } from 'react';
import styles from './Fold.module.css';

/** What need not be filled in, folded in until somebody wants it or has filled it in. */
export function Fold({ summary, open, children }: { summary: ReactNode; open: boolean; children: ReactNode }) {
  return (
    <details className={styles.fold} open={open}>
      <summary>{summary}</summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}
