import { useLingui } from '@lingui/react';
import type { StateLook } from '@shared/domain/obligations';
import styles from './Mark.module.css';

/** A state as sign, word and colour. */
export function Mark({ look }: { look: StateLook }) {
  const { i18n } = useLingui();
  return (
    <span className={`${styles.mark} ${styles[look.tone]}`}>
      <span aria-hidden="true">{look.sign}</span>
      {i18n._(look.label)}
    </span>
  );
}
