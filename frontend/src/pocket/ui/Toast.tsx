import { useSyncExternalStore } from 'react';
import styles from './Toast.module.css';

let current = '';
let timer = 0;
const listeners = new Set<() => void>();

function show(words: string): void {
  current = words;
  for (const listener of listeners) listener();
}

/** Says in passing that something is done. What needs an answer belongs on the page, not here. */
export function toast(words: string): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => show(''), 5000);
  show(words);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Stands once in the shell; screen readers are told when its words change. */
export function ToastPlace() {
  const words = useSyncExternalStore(subscribe, () => current);
  return (
    <output className={styles.place} aria-live="polite">
      {words && <span className={styles.toast}>{words}</span>}
    </output>
  );
}
