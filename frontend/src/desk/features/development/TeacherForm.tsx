import { DateField, TextField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { filled } from '@desk/components/form-values';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  type BackboneTeacherIn,
  type BackboneTeacherOut,
  changeBackboneTeacher,
  createBackboneTeacher,
} from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { InstitutionField } from './InstitutionField';
import { NamesakeField, useNamesake } from './NamesakeField';
import { refreshDevelopment } from './queries';

interface Props {
  /** The one that changes; a new one without. */
  teacher?: BackboneTeacherOut;
  onDone: (id: string) => void;
  onCancel: () => void;
}

/** A teacher on the way: each stage is reached by its date. */
export function TeacherForm({ teacher, onDone, onCancel }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const namesake = useNamesake();
  return (
    <SaveForm<BackboneTeacherIn>
      initial={teacher ?? { selected_on: dateOf(new Date()) }}
      submit={<Trans>保存</Trans>}
      onCancel={onCancel}
      labels={{
        name: t`姓名`,
        subject: t`学科`,
        mentor_name: t`导师`,
        selected_on: t`确定日期`,
        training_on: t`培养日期`,
        recognised_on: t`认定日期`,
        recognition_document: t`认定文号`,
      }}
      save={async ({ school_id, ...values }, version) => {
        const saving = teacher
          ? changeBackboneTeacher({
              path: { id: teacher.id },
              body: values,
              headers: ifMatch(version ?? teacher.version),
            })
          : createBackboneTeacher({ body: filled({ ...values, school_id }), headers: idempotencyKey(key) });
        const saved = await namesake.noticed(saving);
        await refreshDevelopment(queryClient);
        onDone(saved.id);
      }}
    >
      {!teacher && <InstitutionField name="school_id" />}
      <div className={fields.pair}>
        <TextField name="name" label={t`姓名`} required max={50} />
        <TextField name="subject" label={t`学科（选填）`} max={40} />
      </div>
      {namesake.found && <NamesakeField />}
      <TextField name="mentor_name" label={t`导师（选填）`} max={50} />
      <DateField name="selected_on" label={t`确定为培养对象的日期`} required />
      <DateField name="training_on" label={t`开始培养的日期（选填）`} />
      <div className={fields.pair}>
        <DateField name="recognised_on" label={t`认定日期（选填）`} hint={t`认定以后计入力争目标。`} />
        <TextField name="recognition_document" label={t`认定文号（选填）`} />
      </div>
    </SaveForm>
  );
}
