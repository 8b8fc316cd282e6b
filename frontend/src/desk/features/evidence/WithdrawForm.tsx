import { TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type EvidenceOut, type Withdrawal, withdrawEvidence } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';

/** Withdraws a file. It stays in the record's history, and nobody opens it any more. */
export function WithdrawForm({ evidence, onDone }: { evidence: EvidenceOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<Withdrawal>
      initial={{}}
      submit={<Trans>撤回</Trans>}
      onCancel={onDone}
      save={async (body, version) => {
        await withdrawEvidence({ path: { id: evidence.id }, body, headers: ifMatch(version ?? evidence.version) });
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: ['evidence'] }),
          queryClient.invalidateQueries({ queryKey: ['visits'] }),
          queryClient.invalidateQueries({ queryKey: ['good-practices'] }),
        ]);
        toast(t`已撤回。`);
        onDone();
      }}
    >
      <p>
        <Trans>「{evidence.title}」撤回后任何人都不能再打开，名称和撤回原因会留在记录里。</Trans>
      </p>
      <TextField name="reason" label={t`撤回原因`} required max={200} hint={t`例如：传错了，这是另一家的照片`} />
    </SaveForm>
  );
}
