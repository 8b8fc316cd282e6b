import { Question } from '@desk/components/Question';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { disableUser, enableUser, resetUser, type UserOpened, type UserOut } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';

interface Props {
  account: UserOut;
  onDone: () => void;
}

function useChanged() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ['accounts'] });
}

export function DisableQuestion({ account, onDone }: Props) {
  const { t } = useLingui();
  const changed = useChanged();
  return (
    <Question
      danger
      answer={<Trans>停用</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        await disableUser({ path: { id: account.id }, headers: ifMatch(account.version) });
        await changed();
        toast(t`账号已停用。`);
        onDone();
      }}
    >
      <Trans>停用后立即退出登录，不能再登录。已做的记录全部保留。以后可以重新启用。</Trans>
    </Question>
  );
}

export function EnableQuestion({ account, onDone }: Props) {
  const { t } = useLingui();
  const changed = useChanged();
  return (
    <Question
      answer={<Trans>重新启用</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        await enableUser({ path: { id: account.id }, headers: ifMatch(account.version) });
        await changed();
        toast(t`账号已重新启用。`);
        onDone();
      }}
    >
      <Trans>启用后可用原来的密码登录，仍在有效期内的角色继续有效。</Trans>
    </Question>
  );
}

export function ResetQuestion({ account, onDone, onOpened }: Props & { onOpened: (opened: UserOpened) => void }) {
  const changed = useChanged();
  return (
    <Question
      answer={<Trans>重置密码</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        const opened = await resetUser({ path: { id: account.id }, headers: ifMatch(account.version) });
        await changed();
        onOpened(opened);
      }}
    >
      <Trans>原密码立即失效，正在使用的登录会退出。随后显示一张新的账号条，请当面交给本人。</Trans>
    </Question>
  );
}
