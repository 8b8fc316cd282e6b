import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './Dialog.module.css';

interface Props {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  /** `middle` for a question or a form, `side` for the details of one thing beside its list. */
  place?: 'middle' | 'side';
  children: ReactNode;
}

/**
 * A native modal dialog: the browser keeps the focus inside, makes the page behind inert and closes it with Escape.
 * Its content is made anew at each opening.
 */
export function Dialog({ open, title, onClose, place = 'middle', children }: Props) {
  const { t } = useLingui();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);

  return (
    <dialog ref={dialog} className={`${styles.dialog} ${styles[place]}`} aria-labelledby={id} onClose={onClose}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        <button type="button" className={styles.close} aria-label={t`关闭`} onClick={() => dialog.current?.close()}>
          <svg width="16" height="16" viewBox="0 0 16 16" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
            <path d="M3 3l10 10M13 3L3 13" strokeLinecap="round" />
          </svg>
        </button>
      </header>
      {open && <div className={styles.body}>{children}</div>}
    </dialog>
  );
}

/** The buttons at the foot of a dialog, the main one last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
