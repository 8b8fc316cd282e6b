import type { ReactNode } from 'react';
import styles from './Facts.module.css';

interface Fact {
  label: ReactNode;
  /** Left out entirely when `undefined`; an empty value shows a dash. */
  value: ReactNode;
}

/** Facts about one thing, name beside value. */
export function Facts({ facts }: { facts: readonly (Fact | false)[] }) {
  return (
    <dl className={styles.facts}>
      {facts
        .filter((fact) => fact !== false)
        .map((fact, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list, written out by the page
          <div key={index} className={styles.fact}>
            <dt>{fact.label}</dt>
            <dd>{fact.value ?? '—'}</dd>
          </div>
        ))}
    </dl>
  );
}
