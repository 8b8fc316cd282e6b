import { Trans } from '@lingui/react/macro';
import { Button } from 'antd';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './FilterBar.module.css';

interface BarProps {
  children: ReactNode;
  /** Takes all filters away; given only while there is one. */
  onClear?: (() => void) | undefined;
}

/** The filters of a list, in one row that breaks where it must. */
export function FilterBar({ children, onClear }: BarProps) {
  return (
    <search className={styles.bar}>
      {children}
      {onClear && (
        <Button type="link" onClick={onClear} className={styles.clear}>
          <Trans>清除筛选</Trans>
        </Button>
      )}
    </search>
  );
}

interface SearchProps {
  label: string;
  placeholder: string;
  value: string | undefined;
  onChange: (value: string) => void;
}

/** How long a pause in typing means that the word is finished. */
const pauseMs = 350;

/** A search by words; takes effect at Enter or after a short pause. */
export function SearchFilter({ label, placeholder, value = '', onChange }: SearchProps) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  useEffect(() => {
    // «Clear» and «back» change the address; the field follows unless somebody is typing in it.
    if (input.current && document.activeElement !== input.current) input.current.value = value;
  }, [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const apply = (text: string, after: number) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      if (text.trim() !== value) onChange(text.trim());
    }, after);
  };
  return (
    <span className={styles.words} data-label={label} data-chosen={value !== ''}>
      <input
        ref={input}
        type="search"
        className={styles.search}
        aria-label={label}
        placeholder={placeholder}
        defaultValue={value}
        onInput={(event) => {
          // A half-composed Chinese word is not yet a word.
          if (!(event.nativeEvent as InputEvent).isComposing) apply(event.currentTarget.value, pauseMs);
        }}
        onCompositionEnd={(event) => apply(event.currentTarget.value, pauseMs)}
        onKeyDown={(event) =>
          event.key === 'Enter' && !event.nativeEvent.isComposing && apply(event.currentTarget.value, 0)
        }
      />
    </span>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
  /** One is always chosen; «any» is not offered. */
  always?: boolean;
}

/** One filter with a few values; the empty choice means «any». */
export function ChoiceFilter({ label, value = '', choices, onChange, always = false }: ChoiceProps) {
  const id = useId();
  return (
    <span className={styles.choice} data-chosen={value !== '' && !always}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value || undefined)}>
        {!always && (
          <option value="">
            <Trans>全部</Trans>
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </span>
  );
}

/** A day that bounds the list on one side. */
export function DayFilter({ label, value = '', onChange }: Omit<ChoiceProps, 'choices' | 'always'>) {
  const id = useId();
  return (
    <span className={styles.choice} data-chosen={value !== ''}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="date" value={value} onChange={(event) => onChange(event.target.value || undefined)} />
    </span>
  );
}
