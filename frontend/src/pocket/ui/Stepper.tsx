import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import styles from './Stepper.module.css';

interface Props {
  label: string;
  value: number;
  error?: string | undefined;
  onChange: (value: number) => void;
}

const most = 9999;

/** How many: one more or one fewer with a thumb, or typed in. */
export function Stepper({ label, value, error, onChange }: Props) {
  const { t } = useLingui();
  const id = useId();
  const type = (field: HTMLInputElement) => {
    const typed = Math.min(most, Number(field.value.replace(/\D/g, '')));
    // What is no number goes at once, also where the number stays as it was and nothing is drawn anew.
    field.value = String(typed);
    onChange(typed);
  };
  return (
    <div>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.line}>
        <button
          type="button"
          className={styles.step}
          aria-label={t`${label}减一`}
          disabled={value === 0}
          onClick={() => onChange(value - 1)}
        >
          <span aria-hidden="true">−</span>
        </button>
        <input
          id={id}
          className={styles.number}
          inputMode="numeric"
          autoComplete="off"
          value={value}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => type(event.currentTarget)}
        />
        <button
          type="button"
          className={styles.step}
          aria-label={t`${label}加一`}
          disabled={value === most}
          onClick={() => onChange(value + 1)}
        >
          <span aria-hidden="true">+</span>
        </button>
      </div>
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}
