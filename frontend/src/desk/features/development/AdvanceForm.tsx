import { DateField, TextField } from '@desk/components/FormFields';
import { filled } from '@desk/components/form-values';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { advanceMemberDevelopment, type MemberDevelopmentOut } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { memberStageLook } from '@shared/domain/development';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import styles from './Development.module.css';
import { refreshDevelopment } from './queries';

interface Props {
  development: MemberDevelopmentOut;
  onDone: () => void;
}

/** Reaches the next stage; the earliest possible day is said before anybody types. */
export function AdvanceForm({ development, onDone }: Props) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const { next } = development;
  if (!next) return null;
  const stage = i18n._(memberStageLook[next.stage].label);
  return (
    <SaveForm<{ on: string; introducers?: string | null }>
      initial={{ on: dateOf(new Date()), introducers: development.introducers }}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      save={async (values, version) => {
        const body = filled({ ...values, stage: next.stage });
        const headers = ifMatch(version ?? development.version);
        await advanceMemberDevelopment({ path: { id: development.id }, body, headers });
        await refreshDevelopment(queryClient);
        onDone();
      }}
    >
      <p className={styles.quiet}>
        <Trans>
          {development.name} 的下一步是「{stage}」，最早 {next.earliest_on}。
        </Trans>
      </p>
      <DateField name="on" label={t`${stage}的日期`} required />
      {next.stage === 'probationary' && (
        <TextField name="introducers" label={t`入党介绍人`} required hint={t`两位，用顿号隔开。`} />
      )}
    </SaveForm>
  );
}
