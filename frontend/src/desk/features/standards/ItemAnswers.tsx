import { useLingui } from '@lingui/react/macro';
import type { ChecklistItemOut } from '@shared/api/gen';
import { itemResultLook, itemResults } from '@shared/domain/standards';
import { Form, Input, Radio } from 'antd';
import styles from './Standards.module.css';

interface Props {
  items: readonly (Pick<ChecklistItemOut, 'code' | 'title'> & Partial<ChecklistItemOut>)[];
  /** The path of the answers in the form. */
  under: string[];
  /** Every item is answered; else what was not looked at may stay open. */
  forced: boolean;
}

const mostCharacters = 500;

/** A checklist's items, each with four large choices and room for a note. */
export function ItemAnswers({ items, under, forced }: Props) {
  const { t, i18n } = useLingui();
  return items.map(({ code, title, description }) => (
    <fieldset key={code} className={styles.answer}>
      <legend>{title}</legend>
      {description && <p className={styles.quiet}>{description}</p>}
      <Form.Item
        name={[...under, code, 'result']}
        rules={[{ required: forced, message: t`请选择；没有看的选“没有看”` }]}
      >
        <Radio.Group
          className={styles.choices}
          aria-label={title}
          options={itemResults.map((value) => ({ value, label: i18n._(itemResultLook[value].label) }))}
        />
      </Form.Item>
      <Form.Item
        name={[...under, code, 'note']}
        rules={[{ max: mostCharacters, message: t`最多 ${mostCharacters} 个字` }]}
      >
        <Input.TextArea
          aria-label={t`${title}：说明`}
          placeholder={t`说明（选填），例如：投影仪待修`}
          autoSize={{ minRows: 1, maxRows: 6 }}
        />
      </Form.Item>
    </fieldset>
  ));
}
