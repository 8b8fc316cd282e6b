import type { ReactNode } from 'react';
import styles from './Panel.module.css';

interface Props {
  look: 'empty' | 'error';
  title: ReactNode;
  children?: ReactNode;
  /** A button: what to do now. */
  action?: ReactNode;
  /** The number to quote to an administrator. */
  requestId?: string | null;
}

/** The empty and the error state of a view; each says what to do. */
export function Panel({ look, title, children, action, requestId }: Props) {
  return (
    <section className={`${styles.panel} ${styles[look]}`} role={look === 'error' ? 'alert' : undefined}>
      <h2 className={styles.title}>{title}</h2>
      {children}
      {action}
      {requestId && <code className={styles.reference}>{requestId}</code>}
    </section>
  );
}
