import type { ReactNode } from 'react';
import styles from './PageHead.module.css';

interface Props {
  title: ReactNode;
  /** A line under the title: where this belongs, or what the page is for. */
  note?: ReactNode;
  /** Buttons of the page, the main one last. */
  actions?: ReactNode;
  /** What a list is called on paper, where it is a ledger. */
  ledger?: string;
}

/** The head of a page: one `h1`, and what can be done here. */
export function PageHead({ title, note, actions, ledger }: Props) {
  return (
    <div className={styles.head} data-page-head="" data-ledger-name={ledger}>
      <div className={styles.words}>
        <h1 className={styles.title}>{title}</h1>
        {note && <p className={styles.note}>{note}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
