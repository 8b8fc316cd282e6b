import { ChoiceField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { ifMatch } from '@shared/api/writes';
import { type WithdrawalReason, withdrawalReasonLabel, withdrawalReasons } from '@shared/domain/coverage';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import styles from './Coverage.module.css';
import { refreshCoverage } from './queries';

interface Asked {
  path: { id: string };
  query: { reason: WithdrawalReason };
  headers: { 'If-Match': string };
}

interface Props {
  entry: { id: string; version: number };
  withdraw: (asked: Asked) => Promise<unknown>;
  /** What the entry says, and what will hold without it. */
  children: ReactNode;
  onDone: () => void;
}

/** Takes out an entry that should not be there, with the reason that the log keeps. */
export function WithdrawForm({ entry, withdraw, children, onDone }: Props) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<{ reason: WithdrawalReason }>
      initial={{}}
      submit={<Trans>撤销这条</Trans>}
      onCancel={onDone}
      save={async (query, version) => {
        await withdraw({ path: { id: entry.id }, query, headers: ifMatch(version ?? entry.version) });
        await refreshCoverage(queryClient);
        toast(t`已撤销。`);
        onDone();
      }}
    >
      <p>{children}</p>
      <p className={styles.hint}>
        <Trans>只是写错了日期、人数或说明，请用「更正」。撤销后不能恢复，谁撤销的、什么原因会记入审计日志。</Trans>
      </p>
      <ChoiceField
        name="reason"
        label={t`撤销原因`}
        required
        choices={withdrawalReasons.map((value) => ({ value, label: i18n._(withdrawalReasonLabel[value]) }))}
      />
    </SaveForm>
  );
}
