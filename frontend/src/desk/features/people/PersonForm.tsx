import { DateField, TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { findOrganisations } from '@desk/features/organisations/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { changePerson, createPerson, type PersonOut, type PersonPatch } from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

interface Props {
  /** The person to change; without it a new one is made. */
  person?: PersonOut;
  onDone: () => void;
  onCancel: () => void;
}

interface Fields {
  name: string;
  organisation_id: string;
  mobile: string | null;
  duty: string | null;
  left_on?: string | null;
}

/** Makes a person or changes what is known of one. */
export function PersonForm({ person, onDone, onCancel }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const labels = { name: t`姓名`, organisation_id: t`所在单位`, mobile: t`手机`, duty: t`职务`, left_on: t`离任日期` };
  const save = async (values: Fields, version: number | null) => {
    if (person) {
      const before = person as unknown as Record<string, unknown>;
      const changed = Object.entries(values).filter(([name, value]) => value !== (before[name] ?? null));
      const body = Object.fromEntries(changed) as PersonPatch;
      await changePerson({ path: { id: person.id }, body, headers: ifMatch(version ?? person.version) });
    } else {
      await createPerson({ body: values, headers: idempotencyKey(key) });
    }
    await queryClient.invalidateQueries({ queryKey: ['people'] });
    onDone();
  };
  return (
    <SaveForm<Fields>
      initial={person ?? {}}
      save={save}
      submit={<Trans>保存</Trans>}
      onCancel={onCancel}
      labels={labels}
    >
      <TextField name="name" label={labels.name} required max={50} />
      <SearchSelect
        name="organisation_id"
        label={labels.organisation_id}
        required
        searchKey="organisations"
        find={findOrganisations}
        chosen={person && { id: person.organisation_id, name: person.organisation_name }}
      />
      <TextField name="duty" label={labels.duty} max={60} />
      <TextField name="mobile" label={labels.mobile} max={11} hint={t`11 位手机号；列表中会隐去中间四位。`} />
      {person && <DateField name="left_on" label={labels.left_on} hint={t`仍在岗则留空。`} />}
    </SaveForm>
  );
}
