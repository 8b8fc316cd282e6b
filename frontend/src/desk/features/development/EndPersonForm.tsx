import { DateField, TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { refreshDevelopment } from './queries';

interface Ending {
  on: string;
  reason: string;
}

interface Props {
  end: (body: Ending, version: number | null) => Promise<unknown>;
  onDone: () => void;
}

/** Somebody's way ends here; what was reached stays. */
export function EndPersonForm({ end, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<Ending>
      initial={{ on: dateOf(new Date()) }}
      submit={<Trans>终止</Trans>}
      onCancel={onDone}
      save={async (body, version) => {
        await end(body, version);
        await refreshDevelopment(queryClient);
        onDone();
      }}
    >
      <p>
        <Trans>终止以后内容不能再改，登记错了可以恢复；已经达到的阶段仍然计数。</Trans>
      </p>
      <DateField name="on" label={t`终止日期`} required />
      <TextField name="reason" label={t`原因`} required max={200} hint={t`例如：调离学校`} />
    </SaveForm>
  );
}
