import { SaveForm } from '@desk/components/SaveForm';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { refreshDevelopment } from './queries';

interface Props {
  reopen: (version: number | null) => Promise<unknown>;
  onDone: () => void;
}

/** An end that was noted wrongly is taken back. */
export function ReopenPersonForm({ reopen, onDone }: Props) {
  const queryClient = useQueryClient();
  return (
    <SaveForm
      initial={{}}
      submit={<Trans>恢复</Trans>}
      onCancel={onDone}
      save={async (_, version) => {
        await reopen(version);
        await refreshDevelopment(queryClient);
        onDone();
      }}
    >
      <p>
        <Trans>终止登记错了，就恢复：回到终止前的阶段，内容可以再改，也可以重新登记终止。</Trans>
      </p>
    </SaveForm>
  );
}
