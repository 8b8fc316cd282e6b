import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MassGroupOut, withdrawMassGroup } from '@shared/api/gen';
import { groupKinds, groupLabel } from '@shared/domain/coverage';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './Coverage.module.css';
import { EntryDeeds } from './EntryDeeds';
import { GroupForm } from './GroupForm';
import { groupsQuery } from './queries';
import { WithdrawForm } from './WithdrawForm';

/** Youth league, union and women's group: founded when and how, those that ended among them. */
export function GroupsCard({ institutionId, mayWrite }: { institutionId: string; mayWrite: boolean }) {
  const { t, i18n } = useLingui();
  const query = useQuery(groupsQuery(institutionId));
  const [open, setOpen] = useState<MassGroupOut | 'new' | null>(null);
  const [withdrawn, setWithdrawn] = useState<MassGroupOut | null>(null);
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const close = () => setOpen(null);
  const missing = groupKinds.filter(
    (kind) => !query.data?.some((group) => group.kind === kind && group.status === 'active'),
  );
  const names = missing.map((kind) => i18n._(groupLabel[kind])).join('、');
  return (
    <Card
      heading={<Trans>群团组织</Trans>}
      actions={
        mayWrite &&
        missing.length > 0 && (
          <Button onClick={() => setOpen('new')}>
            <Trans>登记群团组织</Trans>
          </Button>
        )
      }
    >
      {query.isPending && <Loading />}
      <ul className={styles.lines}>
        {query.data?.map((group) => (
          <li key={group.id}>
            <span>{i18n._(groupLabel[group.kind])}</span>
            <span className={styles.quiet}>
              {group.ended_on ? (
                <Trans>
                  {group.founded_on} 成立，{group.ended_on} 撤销
                </Trans>
              ) : (
                <Trans>{group.founded_on} 成立</Trans>
              )}
            </span>
            {mayWrite && (
              <EntryDeeds
                of={t`${i18n._(groupLabel[group.kind])}（${group.founded_on} 成立）`}
                onCorrect={() => setOpen(group)}
                onWithdraw={() => setWithdrawn(group)}
              />
            )}
            {group.how && <span className={styles.how}>{group.how}</span>}
          </li>
        ))}
        {query.data && missing.length > 0 && (
          <li className={styles.quiet}>
            <Trans>还没有：{names}</Trans>
          </li>
        )}
      </ul>
      <Dialog open={open !== null} title={open === 'new' ? t`登记群团组织` : t`更正群团组织`} onClose={close}>
        {open !== null && (
          <GroupForm
            institutionId={institutionId}
            missing={missing}
            {...(open !== 'new' && { group: open })}
            onCancel={close}
            onDone={() => {
              toast(t`已保存。`);
              close();
            }}
          />
        )}
      </Dialog>
      <Dialog open={withdrawn !== null} title={t`撤销群团组织`} onClose={() => setWithdrawn(null)}>
        {withdrawn && (
          <WithdrawForm entry={withdrawn} withdraw={withdrawMassGroup} onDone={() => setWithdrawn(null)}>
            <Trans>
              撤销“{withdrawn.founded_on} 成立{i18n._(groupLabel[withdrawn.kind])}
              ”这一条。真的成立过、现在没有了的，请用「更正」填写撤销日期。
            </Trans>
          </WithdrawForm>
        )}
      </Dialog>
    </Card>
  );
}
