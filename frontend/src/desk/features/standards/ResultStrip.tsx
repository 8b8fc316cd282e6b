import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import type { ItemResultOut } from '@shared/api/gen';
import { itemResultLook, itemResults } from '@shared/domain/standards';
import styles from './Standards.module.css';

const toneClass: Record<string, string | undefined> = { good: styles.good, caution: styles.caution, bad: styles.bad };

/** What one review found, a sign per item; read out in words. */
export function ResultStrip({ results }: { results: readonly ItemResultOut[] }) {
  const { i18n } = useLingui();
  const inWords = results.map(({ title, result }) => `${title}：${i18n._(itemResultLook[result].label)}`);
  return (
    <span className={styles.strip} role="img" aria-label={inWords.join('；')}>
      {results.map(({ code, title, result }) => {
        const { tone, sign, label } = itemResultLook[result];
        return (
          <span
            key={code}
            aria-hidden="true"
            title={`${title}：${i18n._(label)}`}
            className={`${styles.sign} ${toneClass[tone] ?? styles.neutral}`}
          >
            {sign}
          </span>
        );
      })}
    </span>
  );
}

/** What the signs mean. */
export function ResultLegend() {
  const { i18n } = useLingui();
  return (
    <p className={styles.legend}>
      <span>
        <Trans>从左到右按清单的顺序：</Trans>
      </span>
      {itemResults.map((result) => {
        const { tone, sign, label } = itemResultLook[result];
        return (
          <span key={result}>
            <span aria-hidden="true" className={`${styles.sign} ${toneClass[tone] ?? styles.neutral}`}>
              {sign}
            </span>
            {i18n._(label)}
          </span>
        );
      })}
    </p>
  );
}
