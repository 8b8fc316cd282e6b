import { type ReactNode, useEffect, useRef } from 'react';
import styles from './Sheet.module.css';

interface Props {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** A sheet from below for one question or choice. A native dialog: keeps the focus inside, closes with Escape. */
export function Sheet({ open, title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; this is the press beside it
    <dialog
      ref={dialog}
      className={styles.sheet}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles.body}>
        <h2 className={styles.title}>{title}</h2>
        {open && children}
      </div>
    </dialog>
  );
}
