import { ChoiceField, TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { toast } from '@desk/components/toaster';
import { findOrganisations } from '@desk/features/organisations/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  changePartyOrganisation,
  createPartyOrganisation,
  type PartyOrganisationCreate,
  type PartyOrganisationOut,
} from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { partyKindLabel } from '@shared/domain/party-organisations';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

interface Props {
  /** The one to change; without it a new one is made. */
  party?: PartyOrganisationOut | undefined;
  /** Where a new one belongs, when that is known. */
  organisation?: { id: string; name: string } | undefined;
  onDone: () => void;
}

/** Makes a Party organisation, or changes its name, kind or home. */
export function PartyForm({ party, organisation, onDone }: Props) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const labels = { name: t`名称`, kind: t`类型`, organisation_id: t`所属机构` };
  const home = party ? { id: party.organisation_id, name: party.organisation_name } : organisation;
  return (
    <SaveForm<PartyOrganisationCreate>
      initial={party ?? { kind: 'branch', ...(organisation && { organisation_id: organisation.id }) }}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      labels={labels}
      save={async (body, version) => {
        await (party
          ? changePartyOrganisation({ path: { id: party.id }, body, headers: ifMatch(version ?? party.version) })
          : createPartyOrganisation({ body, headers: idempotencyKey(key) }));
        await queryClient.invalidateQueries({ queryKey: ['party-organisations'] });
        toast(t`已保存。`);
        onDone();
      }}
    >
      <TextField name="name" label={labels.name} required hint={t`例如：桥山中学党支部`} />
      <ChoiceField
        name="kind"
        label={labels.kind}
        required
        choices={Object.entries(partyKindLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
      />
      <SearchSelect
        name="organisation_id"
        label={labels.organisation_id}
        required
        searchKey="organisations"
        find={findOrganisations}
        chosen={home}
      />
    </SaveForm>
  );
}
