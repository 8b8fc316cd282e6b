import { DateField, TextField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { findPeople } from '@desk/features/people/queries';
import { findInstitutions } from '@desk/features/visits/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { createDispatch, type DispatchIn } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshDispatches } from './queries';
import { besideField } from './refusals';

/** Posts an instructor to an institution. */
export function DispatchForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<DispatchIn>
      initial={{ starts_on: dateOf(new Date()) }}
      submit={<Trans>派驻</Trans>}
      onCancel={onCancel}
      save={async (body) => {
        await besideField('starts_on', () => createDispatch({ body, headers: idempotencyKey(key) }));
        await refreshDispatches(queryClient);
        onDone();
      }}
    >
      <SearchSelect name="institution_id" label={t`机构`} required searchKey="institutions" find={findInstitutions} />
      <SearchSelect name="instructor_id" label={t`指导员`} required searchKey="people" find={findPeople} />
      <div className={fields.pair}>
        <DateField name="starts_on" label={t`开始日期`} required />
        <DateField name="ends_on" label={t`最后一天（选填）`} hint={t`没有约定期限则留空。`} />
      </div>
      <TextField name="document_number" label={t`派驻文号（选填）`} max={60} hint={t`例如：蒲教党发〔2026〕15号`} />
    </SaveForm>
  );
}
