import { TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ObligationOut, unwaiveObligation, waiveObligation } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { monthInWords } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';

/** Waives one institution's month with a reason, or takes the waiver back. Both stay in the log. */
export function WaiverForm({ obligation, onDone }: { obligation: ObligationOut; onDone: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const waived = obligation.waiver !== null;
  return (
    <SaveForm<{ reason: string }>
      initial={{}}
      submit={waived ? <Trans>取消免除</Trans> : <Trans>免除</Trans>}
      onCancel={onDone}
      labels={{ reason: t`原因` }}
      save={async (body, version) => {
        const request = { path: { id: obligation.id }, body, headers: ifMatch(version ?? obligation.version) };
        await (waived ? unwaiveObligation(request) : waiveObligation(request));
        await queryClient.invalidateQueries();
        toast(waived ? t`已取消免除。` : t`已免除。`);
        onDone();
      }}
    >
      <p>
        {obligation.institution_name} · {monthInWords(obligation.month, i18n.locale)}
      </p>
      <TextField
        name="reason"
        label={t`原因`}
        required
        max={300}
        hint={waived ? t`取消后，这个月重新计入任务。` : t`免除后，这个月不要求入校指导。例如：机构停课整修`}
      />
    </SaveForm>
  );
}
