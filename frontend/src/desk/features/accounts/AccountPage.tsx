import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { RoleOfUser, UserOpened } from '@shared/api/gen';
import { accountStatusLook } from '@shared/domain/accounts';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { DisableQuestion, EnableQuestion, ResetQuestion } from './AccountQuestions';
import { AssignRoleForm } from './AssignRoleForm';
import { EndRoleForm } from './EndRoleForm';
import { accountQuery } from './queries';
import { RoleList } from './RoleList';
import { SlipSheet } from './SlipSheet';

type Open = 'assign' | 'disable' | 'enable' | 'reset' | RoleOfUser | null;

/** One account: whose it is, the roles it holds, and what the security administrator can do with it. */
export function AccountPage({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useQuery(accountQuery(id));
  const mayWrite = usePermission('users:write');
  const [open, setOpen] = useState<Open>(null);
  const [slip, setSlip] = useState<UserOpened | null>(null);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const account = query.data;
  const close = () => setOpen(null);
  const disabled = account.status === 'disabled';
  return (
    <>
      <PageHead
        title={account.name}
        note={<Mark look={accountStatusLook[account.status]} />}
        actions={
          mayWrite && (
            <>
              {!disabled && (
                <Button onClick={() => setOpen('reset')}>
                  <Trans>重置密码</Trans>
                </Button>
              )}
              <Button danger={!disabled} onClick={() => setOpen(disabled ? 'enable' : 'disable')}>
                {disabled ? <Trans>重新启用</Trans> : <Trans>停用账号</Trans>}
              </Button>
            </>
          )
        }
      />
      {slip && <SlipSheet slips={[{ ...slip.activation, name: slip.name, username: slip.username }]} />}
      <Card heading={<Trans>账号</Trans>}>
        <Facts
          facts={[
            { label: <Trans>登录名</Trans>, value: account.username },
            {
              label: <Trans>人员</Trans>,
              value: account.person_id ? (
                <Link to="/people/$id" params={{ id: account.person_id }}>
                  {account.name}
                </Link>
              ) : (
                <Trans>不属于登记人员</Trans>
              ),
            },
            {
              label: <Trans>最近登录</Trans>,
              value: account.last_signed_in_at ? minuteOf(account.last_signed_in_at) : <Trans>还没有登录过</Trans>,
            },
            { label: <Trans>开通时间</Trans>, value: minuteOf(account.created_at) },
            account.disabled_at !== null && { label: <Trans>停用时间</Trans>, value: minuteOf(account.disabled_at) },
          ]}
        />
      </Card>
      <Card
        heading={<Trans>角色</Trans>}
        actions={
          mayWrite &&
          !disabled && (
            <Button type="primary" onClick={() => setOpen('assign')}>
              <Trans>分配角色</Trans>
            </Button>
          )
        }
      >
        <RoleList roles={account.roles} onEnd={mayWrite ? setOpen : undefined} />
      </Card>
      <Dialog open={open === 'assign'} title={t`给${account.name}分配角色`} onClose={close}>
        <AssignRoleForm userId={account.id} onDone={close} />
      </Dialog>
      <Dialog open={open === 'disable'} title={t`停用${account.name}的账号？`} onClose={close}>
        <DisableQuestion account={account} onDone={close} />
      </Dialog>
      <Dialog open={open === 'enable'} title={t`重新启用${account.name}的账号？`} onClose={close}>
        <EnableQuestion account={account} onDone={close} />
      </Dialog>
      <Dialog open={open === 'reset'} title={t`重置${account.name}的密码？`} onClose={close}>
        <ResetQuestion
          account={account}
          onDone={close}
          onOpened={(opened) => {
            setSlip(opened);
            close();
          }}
        />
      </Dialog>
      <Dialog open={typeof open === 'object' && open !== null} title={t`结束角色`} onClose={close}>
        {typeof open === 'object' && open !== null && <EndRoleForm held={open} onDone={close} />}
      </Dialog>
    </>
  );
}
