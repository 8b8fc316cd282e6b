import { Trans } from '@lingui/react/macro';
import styles from './Loading.module.css';

/** The loading state of a page: grey bars where the content will stand. */
export function Loading() {
  return (
    <div className={styles.loading} role="status">
      <span className="visually-hidden">
        <Trans>正在载入…</Trans>
      </span>
      <span className={styles.bar} />
      <span className={styles.bar} />
      <span className={styles.bar} />
    </div>
  );
}
