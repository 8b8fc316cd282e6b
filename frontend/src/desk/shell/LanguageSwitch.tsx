import { useLingui } from '@lingui/react';
import { type Language, ownName, rememberLanguage } from '@shared/i18n/language';
import styles from './LanguageSwitch.module.css';

/** Offers the other language. The page starts anew in it: a rare act, and so nothing half-translated remains. */
export function LanguageSwitch() {
  const { i18n } = useLingui();
  const other: Language = i18n.locale === 'en' ? 'zh-CN' : 'en';
  return (
    <button
      type="button"
      className={styles.switch}
      lang={other}
      onClick={() => {
        rememberLanguage(other);
        window.location.reload();
      }}
    >
      {ownName(other)}
    </button>
  );
}
