import { DateField, TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { type DispatchOut, type EndIn, endDispatch } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import styles from './Dispatches.module.css';
import { refreshDispatches } from './queries';
import { besideField } from './refusals';

interface Props {
  dispatch: DispatchOut;
  onDone: () => void;
  onCancel: () => void;
}

/** Ends a dispatch without a successor. */
export function EndForm({ dispatch, onDone, onCancel }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<EndIn>
      initial={{ ends_on: dispatch.ends_on ?? dateOf(new Date()) }}
      submit={<Trans>结束派驻</Trans>}
      onCancel={onCancel}
      labels={{ ends_on: t`最后一天` }}
      save={async (body, version) => {
        const headers = ifMatch(version ?? dispatch.version);
        await besideField('ends_on', () => endDispatch({ path: { id: dispatch.id }, body, headers }));
        await refreshDispatches(queryClient);
        onDone();
      }}
    >
      <p className={styles.lead}>
        <Trans>
          {dispatch.instructor_name} 自 {dispatch.starts_on} 起派驻 {dispatch.institution_name}
          。结束后没有人接任的，这家机构会列为「无人派驻」；有人接任请改用「交接」。
        </Trans>
      </p>
      <DateField name="ends_on" label={t`最后一天`} required />
      <TextField name="reason" label={t`结束原因`} required max={200} hint={t`例如：机构停办`} />
    </SaveForm>
  );
}
