import { DateField, TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { findPeople } from '@desk/features/people/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { type DispatchOut, type HandOverIn, handOverDispatch } from '@shared/api/gen';
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

/** Another instructor takes over: one step ends the present dispatch and begins the next. */
export function HandOverForm({ dispatch, onDone, onCancel }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<HandOverIn>
      initial={{ on: dateOf(new Date()) }}
      submit={<Trans>交接</Trans>}
      onCancel={onCancel}
      save={async (body, version) => {
        const headers = ifMatch(version ?? dispatch.version);
        await besideField('on', () => handOverDispatch({ path: { id: dispatch.id }, body, headers }));
        await refreshDispatches(queryClient);
        onDone();
      }}
    >
      <p className={styles.lead}>
        <Trans>
          {dispatch.instructor_name} 自 {dispatch.starts_on} 起派驻 {dispatch.institution_name}
          。交接当月两人谁去过都算数；未提交的草稿仍归原指导员。
        </Trans>
      </p>
      <SearchSelect name="instructor_id" label={t`接任的指导员`} required searchKey="people" find={findPeople} />
      <DateField name="on" label={t`接任的第一天`} required hint={t`前一天是原指导员的最后一天。`} />
      <TextField name="document_number" label={t`派驻文号（选填）`} max={60} />
      <TextField name="reason" label={t`交接原因（选填）`} max={200} hint={t`例如：工作调动`} />
    </SaveForm>
  );
}
