import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One `main` button a screen; `plain` for the rest; `danger` for what cannot be taken back. */
  look?: 'main' | 'plain' | 'danger' | 'text';
  /** Shows that work is under way and takes no second press. */
  busy?: boolean;
  wide?: boolean;
}

export function Button({ look = 'plain', busy = false, wide = false, type = 'button', ...rest }: Props) {
  const classes = [styles.button, styles[look], wide && styles.wide, rest.className].filter(Boolean).join(' ');
  return <button {...rest} type={type} className={classes} disabled={busy || rest.disabled} aria-busy={busy} />;
}
