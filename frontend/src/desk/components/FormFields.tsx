import { useLingui } from '@lingui/react/macro';
import { Form, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import styles from './FormFields.module.css';

interface FieldProps {
  name: string | string[];
  label: string;
  required?: boolean;
  hint?: ReactNode;
}

/** One line of text. */
export function TextField({ name, label, required = false, hint, max = 100 }: FieldProps & { max?: number }) {
  const { t } = useLingui();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[
        { required, whitespace: true, message: t`请填写${label}` },
        { max, message: t`最多 ${max} 个字` },
      ]}
    >
      <Input autoComplete="off" />
    </Form.Item>
  );
}

/** A whole number that is not negative. */
export function CountField({
  name,
  label,
  required = false,
  hint,
  min = 0,
  max = 100000,
}: FieldProps & { min?: number; max?: number }) {
  const { t } = useLingui();
  return (
    <Form.Item name={name} label={label} extra={hint} rules={[{ required, message: t`请填写${label}` }]}>
      <InputNumber min={min} max={max} precision={0} className={styles.count} />
    </Form.Item>
  );
}

/** A date, by the browser's own calendar. */
export function DateField({ name, label, required = false, hint }: FieldProps) {
  const { t } = useLingui();
  return (
    <Form.Item name={name} label={label} extra={hint} rules={[{ required, message: t`请选择${label}` }]}>
      <Input type="date" className={styles.date} />
    </Form.Item>
  );
}

interface ChoiceProps extends FieldProps {
  choices: readonly { value: string; label: string }[];
  /** Words for choosing none; without them one must be chosen. */
  none?: string;
  disabled?: boolean;
}

/** One of a few values, by the browser's own list. */
export function ChoiceField({ name, label, required = false, hint, choices, none, disabled }: ChoiceProps) {
  const { t } = useLingui();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[{ required, message: t`请选择${label}` }]}
      getValueProps={(value: unknown) => ({ value: value ?? '' })}
    >
      <NativeSelect choices={choices} none={none ?? t`请选择`} disabled={disabled} />
    </Form.Item>
  );
}

interface NativeSelectProps {
  choices: readonly { value: string; label: string }[];
  none: string;
  disabled?: boolean | undefined;
  // Given by Form.Item:
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}

function NativeSelect({ choices, none, disabled, id, value, onChange, ...aria }: NativeSelectProps) {
  return (
    <select
      {...aria}
      id={id}
      value={value}
      disabled={disabled}
      className={styles.select}
      onChange={(event) => onChange?.(event.target.value)}
    >
      <option value="">{none}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
