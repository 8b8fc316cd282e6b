import type { ReactNode } from 'react';
import styles from './PageHead.module.css';

interface Props {
  title: ReactNode;
  /** A line under the title: where this belongs, or what the page is for. */
  note?: ReactNode;
  /** Buttons of the page, the main one last. */
  actions?: ReactNode;
}

/** The head of a page: one `h1`, and what can be done here. */
export function PageHead({ title, note, actions }: Props) {
  return (
    <div className={styles.head} data-page-head="">
      <div className={styles.words}>
        <h1 className={styles.title}>{title}</h1>
        {note && <p className={styles.note}>{note}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
