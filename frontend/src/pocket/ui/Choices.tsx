import { type ReactNode, useId } from 'react';
import styles from './Choices.module.css';

interface Choice<Value extends string> {
  value: Value;
  label: ReactNode;
}

interface Props<Value extends string> {
  legend: ReactNode;
  choices: readonly Choice<Value>[];
  error?: string | undefined;
  /** `big`: side by side over the whole width, for the few choices that a record begins with. */
  look?: 'chips' | 'big';
}

interface OneProps<Value extends string> extends Props<Value> {
  value: Value | null;
  onChange: (value: Value) => void;
}

/** Chips of which one is chosen (radio buttons underneath). */
export function OneOf<Value extends string>({ value, onChange, ...rest }: OneProps<Value>) {
  return <Chips {...rest} type="radio" isChosen={(one) => one === value} onToggle={onChange} />;
}

interface SomeProps<Value extends string> extends Props<Value> {
  value: readonly Value[];
  onChange: (value: Value[]) => void;
}

/** Chips of which any number is chosen (check boxes underneath). */
export function SomeOf<Value extends string>({ value, onChange, ...rest }: SomeProps<Value>) {
  const toggle = (one: Value) => onChange(value.includes(one) ? value.filter((kept) => kept !== one) : [...value, one]);
  return <Chips {...rest} type="checkbox" isChosen={(one) => value.includes(one)} onToggle={toggle} />;
}

interface ChipsProps<Value extends string> extends Props<Value> {
  type: 'radio' | 'checkbox';
  isChosen: (value: Value) => boolean;
  onToggle: (value: Value) => void;
}

function Chips<Value extends string>(props: ChipsProps<Value>) {
  const { legend, choices, error, look = 'chips', type, isChosen, onToggle } = props;
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={styles.legend}>{legend}</legend>
      <div className={styles[look]}>
        {choices.map(({ value, label }) => (
          <label key={value} className={styles.chip}>
            <input type={type} name={id} checked={isChosen(value)} onChange={() => onToggle(value)} />
            {label}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
