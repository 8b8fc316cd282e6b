import { DateField } from '@desk/components/FormFields';
import { Question } from '@desk/components/Question';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { changePartyOrganisation, type PartyOrganisationOut } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import styles from './Party.module.css';

interface Props {
  party: PartyOrganisationOut;
  onDone: () => void;
}

/** Ends a Party organisation with its last day. It stays in the list, and can be taken up again. */
export function EndPartyForm({ party, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<{ ended_on: string }>
      initial={{ ended_on: dateOf(new Date()) }}
      submit={<Trans>撤销</Trans>}
      onCancel={onDone}
      labels={{ ended_on: t`最后一天` }}
      save={async (body, version) => {
        const headers = ifMatch(version ?? party.version);
        await changePartyOrganisation({ path: { id: party.id }, body, headers });
        await queryClient.invalidateQueries({ queryKey: ['party-organisations'] });
        toast(t`已登记撤销。`);
        onDone();
      }}
    >
      <p className={styles.lead}>
        <Trans>{party.name}从第二天起列为「已撤销」，仍可查到。挂靠在它名下的机构不会自动转走，请另行安排。</Trans>
      </p>
      <DateField name="ended_on" label={t`最后一天`} required hint={t`不能晚于今天。`} />
    </SaveForm>
  );
}

/** Takes an ending back that was entered by mistake. */
export function ResumePartyQuestion({ party, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <Question
      answer={<Trans>恢复</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        const headers = ifMatch(party.version);
        await changePartyOrganisation({ path: { id: party.id }, body: { ended_on: null }, headers });
        await queryClient.invalidateQueries({ queryKey: ['party-organisations'] });
        toast(t`已恢复。`);
        onDone();
      }}
    >
      <Trans>
        登记的最后一天是 {party.ended_on}。恢复后，{party.name}重新列为「现有」。
      </Trans>
    </Question>
  );
}
