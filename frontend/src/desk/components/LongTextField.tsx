import { useLingui } from '@lingui/react/macro';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  name: string | string[];
  label: string;
  required?: boolean;
  hint?: ReactNode;
  max?: number;
  rows?: number;
}

/** Running text, growing with what is written. */
export function LongTextField({ name, label, required = false, hint, max = 5000, rows = 3 }: Props) {
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
      <Input.TextArea autoSize={{ minRows: rows, maxRows: 14 }} />
    </Form.Item>
  );
}
