import { DateField, TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type OrganisationOut, type OrganisationRename, renameOrganisation } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';

interface Props {
  organisation: OrganisationOut;
  onDone: () => void;
}

/** Gives an organisation a new name. The old one stays in its history and is still found. */
export function RenameForm({ organisation, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<OrganisationRename>
      initial={{ name: organisation.name, effective_on: dateOf(new Date()) }}
      submit={<Trans>更名</Trans>}
      onCancel={onDone}
      labels={{ name: t`新名称` }}
      save={async (body, version) => {
        const headers = ifMatch(version ?? organisation.version);
        await renameOrganisation({ path: { id: organisation.id }, body, headers });
        await queryClient.invalidateQueries({ queryKey: ['organisations'] });
        toast(t`已更名。原名称保留在曾用名中，仍可查到。`);
        onDone();
      }}
    >
      <TextField name="name" label={t`新名称`} required />
      <DateField name="effective_on" label={t`从哪天起用新名称`} required />
      <TextField name="reason" label={t`原因`} required max={200} hint={t`例如：办学许可证变更`} />
    </SaveForm>
  );
}
