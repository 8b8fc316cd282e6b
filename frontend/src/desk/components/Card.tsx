import type { ReactNode } from 'react';
import styles from './Card.module.css';

interface Props {
  heading: ReactNode;
  /** What can be done with this part. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Card({ heading, actions, children }: Props) {
  return (
    <section className={styles.card}>
      <header className={styles.head}>
        <h2 className={styles.heading}>{heading}</h2>
        {actions}
      </header>
      {children}
    </section>
  );
}
