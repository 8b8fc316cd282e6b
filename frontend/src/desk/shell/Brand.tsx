import { Trans } from '@lingui/react/macro';
import styles from './Brand.module.css';

/** The emblem and the programme's name. */
export function Brand({ large = false }: { large?: boolean }) {
  return (
    <span className={large ? `${styles.brand} ${styles.large}` : styles.brand}>
      <img className={styles.emblem} src="/emblem.svg" alt="" width={32} height={32} />
      <span className={styles.words}>
        <strong className={styles.name}>
          <Trans>手拉手大帮建</Trans>
        </strong>
        <span className={styles.subtitle}>
          <Trans>民办教育党建帮扶</Trans>
        </span>
      </span>
    </span>
  );
}
