import { DateField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { endRoleAssignment, type RoleOfUser } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { roleLabel } from '@shared/domain/roles';
import { useQueryClient } from '@tanstack/react-query';

/** Ends a role, at once or after a last day. */
export function EndRoleForm({ held, onDone }: { held: RoleOfUser; onDone: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<{ ends_on: string | null }>
      initial={{}}
      submit={<Trans>结束角色</Trans>}
      onCancel={onDone}
      labels={{ ends_on: t`最后一天` }}
      save={async (body, version) => {
        await endRoleAssignment({ path: { id: held.id }, body, headers: ifMatch(version ?? held.version) });
        await queryClient.invalidateQueries({ queryKey: ['accounts'] });
        toast(t`角色已结束。`);
        onDone();
      }}
    >
      <p>
        {i18n._(roleLabel[held.role])} · {held.organisation_name}
      </p>
      <DateField name="ends_on" label={t`最后一天`} hint={t`留空则立即结束。记录保留，不会删除。`} />
    </SaveForm>
  );
}
