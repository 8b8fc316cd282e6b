import { Card } from '@desk/components/Card';
import { ChoiceField } from '@desk/components/FormFields';
import { opinionCategoryLabel } from '@desk/features/opinions/looks';
import { Trans, useLingui } from '@lingui/react/macro';
import type { OpinionNote } from '@shared/api/gen';
import { newId } from '@shared/api/writes';
import { Button, Form, Input } from 'antd';
import styles from './VisitForm.module.css';

const mostRows = 30;

/** The third part of a visit's form: what the institution asked for, a row each. */
export function OpinionRows() {
  const { t, i18n } = useLingui();
  const fresh = (): OpinionNote => ({ id: newId(), text: '', category: 'other' });
  return (
    <Card heading={<Trans>机构的意见建议</Trans>}>
      <p className={styles.note}>
        <Trans>逐条记下机构提出的意见和困难。提交后会列在「意见建议」里。没有则不用填。</Trans>
      </p>
      <Form.List name="opinions">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row, index) => (
              <div key={row.key} className={styles.opinion}>
                <Form.Item
                  name={[row.name, 'text']}
                  label={t`第 ${index + 1} 条`}
                  rules={[
                    { min: 2, message: t`请写清楚一些，至少 2 个字` },
                    { max: 1000, message: t`最多 ${1000} 个字` },
                  ]}
                >
                  <Input.TextArea autoSize={{ minRows: 1, maxRows: 8 }} />
                </Form.Item>
                <ChoiceField
                  name={[row.name as unknown as string, 'category']}
                  label={t`类别`}
                  required
                  choices={Object.entries(opinionCategoryLabel).map(([value, label]) => ({
                    value,
                    label: i18n._(label),
                  }))}
                />
                <Button
                  type="text"
                  className={styles.remove}
                  aria-label={t`删去第 ${index + 1} 条`}
                  onClick={() => remove(row.name)}
                >
                  <Trans>删去</Trans>
                </Button>
              </div>
            ))}
            <Button onClick={() => add(fresh())} disabled={rows.length >= mostRows}>
              {rows.length === 0 ? <Trans>添加一条意见建议</Trans> : <Trans>再添加一条</Trans>}
            </Button>
          </>
        )}
      </Form.List>
    </Card>
  );
}
