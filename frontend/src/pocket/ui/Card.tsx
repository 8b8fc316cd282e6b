import type { ReactNode } from 'react';
import styles from './Card.module.css';

/** A framed group on a page; give it a heading when it has several lines. */
export function Card({ heading, children }: { heading?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.card}>
      {heading && <h2 className={styles.heading}>{heading}</h2>}
      {children}
    </section>
  );
}
