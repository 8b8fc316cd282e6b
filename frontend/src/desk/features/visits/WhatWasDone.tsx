import { Card } from '@desk/components/Card';
import { TextField } from '@desk/components/FormFields';
import { Trans, useLingui } from '@lingui/react/macro';
import { visitDutyLabel } from '@shared/domain/visits';
import { Checkbox, Form, Input } from 'antd';
import styles from './VisitForm.module.css';

/** The second part of a visit's form: the work itself. */
export function WhatWasDone() {
  const { t, i18n } = useLingui();
  return (
    <Card heading={<Trans>工作内容和情况</Trans>}>
      <Form.Item name="duties" label={t`工作内容（可多选）`}>
        <Checkbox.Group
          className={styles.duties}
          options={Object.entries(visitDutyLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
        />
      </Form.Item>
      <LongField name="findings" label={t`了解到的情况`} placeholder={t`一两句即可，例如：教职工学习按计划进行。`} />
      <LongField name="advice" label={t`提出的建议`} placeholder={t`例如：下月前补齐会议记录。`} />
      <TextField name="persons_met" label={t`接触人员（选填）`} max={500} />
    </Card>
  );
}

const mostCharacters = 5000;

function LongField({ name, label, placeholder }: { name: string; label: string; placeholder: string }) {
  const { t } = useLingui();
  return (
    <Form.Item name={name} label={label} rules={[{ max: mostCharacters, message: t`最多 ${mostCharacters} 个字` }]}>
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 14 }} placeholder={placeholder} />
    </Form.Item>
  );
}
