import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from '../router';
import styles from './TopBar.module.css';

/** The head of a screen: its name, the way back, and at most one thing on the right. */
export function TopBar({ title, back, children }: { title: ReactNode; back?: string; children?: ReactNode }) {
  const { t } = useLingui();
  return (
    <header className={styles.bar}>
      {back && (
        <Link to={back} className={styles.back}>
          <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2">
            <title>{t`返回`}</title>
            <path d="M15 5l-7 7 7 7" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        </Link>
      )}
      <h1 className={styles.title}>{title}</h1>
      {children}
    </header>
  );
}
