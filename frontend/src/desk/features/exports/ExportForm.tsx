import { ChoiceField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { statusChoices } from '@desk/features/obligations/status-choices';
import { useSections } from '@desk/features/organisations/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { createExport } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { exportKindLabel } from '@shared/domain/exports';
import { institutionKinds, organisationKindLabel } from '@shared/domain/organisations';
import { addMonths, monthInWords, monthOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { useState } from 'react';
import { type ExportFields, exportKinds, exportOfForm } from './asked';

const spans = [1, 3, 6, 12, 24, 36];
const offeredMonths = 36;

/** What the workbook shall hold. */
export function ExportForm({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const sections = useSections();
  const [key] = useState(newId);
  const present = monthOf(new Date());
  return (
    <SaveForm<ExportFields>
      initial={{ kind: 'month_grid', month: present, months: '12' }}
      submit={<Trans>开始导出</Trans>}
      onCancel={onDone}
      save={async (values) => {
        await createExport({ body: exportOfForm(values), headers: idempotencyKey(key) });
        await queryClient.invalidateQueries({ queryKey: ['exports'] });
        toast(t`已开始生成，可以离开此页。`);
        onDone();
      }}
    >
      <ChoiceField
        name="kind"
        label={t`导出什么`}
        required
        choices={exportKinds.map((kind) => ({ value: kind, label: i18n._(exportKindLabel[kind]) }))}
      />
      <div className={fields.pair}>
        <ChoiceField
          name="month"
          label={t`截至哪个月`}
          required
          choices={Array.from({ length: offeredMonths }, (_, back) => addMonths(present, -back)).map((month) => ({
            value: month,
            label: monthInWords(month, i18n.locale),
          }))}
        />
        <ChoiceField
          name="months"
          label={t`往前几个月`}
          required
          choices={spans.map((span) => ({ value: String(span), label: t`${span} 个月` }))}
        />
        <ChoiceField
          name="institution_kind"
          label={t`机构类别`}
          none={t`全部`}
          choices={institutionKinds.map((kind) => ({ value: kind, label: i18n._(organisationKindLabel[kind]) }))}
        />
        <ChoiceField
          name="section_id"
          label={t`归口股室`}
          none={t`全部`}
          choices={sections.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Form.Item noStyle dependencies={['kind']}>
          {({ getFieldValue }) =>
            getFieldValue('kind') === 'obligations' && (
              <ChoiceField name="status" label={t`状态`} none={t`全部`} choices={statusChoices(undefined)} />
            )
          }
        </Form.Item>
      </div>
    </SaveForm>
  );
}
