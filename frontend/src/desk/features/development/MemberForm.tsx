import { DateField, TextField } from '@desk/components/FormFields';
import { emptied, filled } from '@desk/components/form-values';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  changeMemberDevelopment,
  createMemberDevelopment,
  type MemberDevelopmentIn,
  type MemberDevelopmentOut,
  type MemberDevelopmentPatch,
} from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { InstitutionField } from './InstitutionField';
import { NamesakeField, useNamesake } from './NamesakeField';
import { refreshDevelopment } from './queries';

interface Props {
  /** The one that changes; a new one without. */
  development?: MemberDevelopmentOut;
  onDone: (id: string) => void;
  onCancel: () => void;
}

type Day = 'applied_on' | 'activist_on' | 'target_on' | 'probationary_on' | 'full_on';

/** Somebody's way, as far as it has come; of a known one the dates that were reached can be put right. */
export function MemberForm({ development, onDone, onCancel }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const namesake = useNamesake();
  const labels: Record<Day, string> = {
    applied_on: t`递交入党申请书`,
    activist_on: t`确定为积极分子`,
    target_on: t`确定为发展对象`,
    probationary_on: t`接收为预备党员`,
    full_on: t`转为正式党员`,
  };
  const days = Object.keys(labels) as Day[];
  return (
    <SaveForm<MemberDevelopmentIn>
      initial={development ?? {}}
      submit={<Trans>保存</Trans>}
      onCancel={onCancel}
      labels={{ name: t`姓名`, contacts: t`培养联系人`, introducers: t`入党介绍人`, ...labels }}
      save={async ({ institution_id, ...values }, version) => {
        const saving = development
          ? changeMemberDevelopment({
              path: { id: development.id },
              body: filled(emptied(values, ['contacts', 'introducers'])) as MemberDevelopmentPatch,
              headers: ifMatch(version ?? development.version),
            })
          : createMemberDevelopment({
              body: filled({ ...values, institution_id }),
              headers: idempotencyKey(key),
            });
        const saved = await namesake.noticed(saving);
        await refreshDevelopment(queryClient);
        onDone(saved.id);
      }}
    >
      {!development && <InstitutionField name="institution_id" />}
      <TextField name="name" label={t`姓名`} required max={50} />
      {namesake.found && <NamesakeField />}
      {days
        .filter((day) => !development || development[day] !== null)
        .map((day) => (
          <DateField
            key={day}
            name={day}
            label={labels[day]}
            required={day === 'applied_on' || development !== undefined}
            hint={day === 'activist_on' && !development ? t`还没走到的步骤先空着。` : undefined}
          />
        ))}
      <TextField name="contacts" label={t`培养联系人（选填）`} hint={t`两位之间用顿号隔开。`} />
      <TextField name="introducers" label={t`入党介绍人（选填）`} hint={t`接收为预备党员时要有两位。`} />
    </SaveForm>
  );
}
