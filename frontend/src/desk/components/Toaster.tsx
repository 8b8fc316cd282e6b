import { useSyncExternalStore } from 'react';
import styles from './Toaster.module.css';
import { onToast, toasterWords } from './toaster';

/** Where passing messages appear; stands once in the shell. Screen readers are told when the words change. */
export function Toaster() {
  const words = useSyncExternalStore(onToast, toasterWords);
  return (
    <output className={styles.place} aria-live="polite">
      {words && <span className={styles.toast}>{words}</span>}
    </output>
  );
}
