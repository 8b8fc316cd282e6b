import { ChoiceField, DateField, TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { changeHoliday, createHoliday, type HolidayOut } from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

interface Fields {
  day_on: string;
  working: 'yes' | 'no';
  name: string;
}

/** Enters a day into the calendar, or changes one. */
export function HolidayForm({ holiday, onDone }: { holiday: HolidayOut | undefined; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<Fields>
      initial={holiday ? { ...holiday, working: holiday.working ? 'yes' : 'no' } : { working: 'no' }}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      labels={{ day_on: t`日期`, name: t`名称` }}
      save={async (values, version) => {
        const body = { ...values, working: values.working === 'yes' };
        if (holiday) {
          await changeHoliday({ path: { id: holiday.id }, body, headers: ifMatch(version ?? holiday.version) });
        } else {
          await createHoliday({ body, headers: idempotencyKey(key) });
        }
        await queryClient.invalidateQueries();
        toast(t`已保存。`);
        onDone();
      }}
    >
      <DateField name="day_on" label={t`日期`} required />
      <ChoiceField
        name="working"
        label={t`这一天`}
        required
        choices={[
          { value: 'no', label: t`放假` },
          { value: 'yes', label: t`调休上班` },
        ]}
      />
      <TextField name="name" label={t`名称`} required max={40} hint={t`例如：国庆节`} />
    </SaveForm>
  );
}
