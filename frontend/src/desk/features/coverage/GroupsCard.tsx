import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import type { MassGroupOut } from '@shared/api/gen';
import { groupKinds, groupLabel } from '@shared/domain/coverage';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './Coverage.module.css';
import { GroupForm } from './GroupForm';
import { groupsQuery } from './queries';

/** Youth league, union and women's group: founded when and how, those that ended among them. */
export function GroupsCard({ institutionId, mayWrite }: { institutionId: string; mayWrite: boolean }) {
  const { t, i18n } = useLingui();
  const query = useQuery(groupsQuery(institutionId));
  const [open, setOpen] = useState<MassGroupOut | 'new' | null>(null);
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
              <Button
                size="small"
                aria-label={t`修改${i18n._(groupLabel[group.kind])}，${group.founded_on} 成立`}
                onClick={() => setOpen(group)}
              >{t`修改`}</Button>
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
      <Dialog open={open !== null} title={open === 'new' ? t`登记群团组织` : t`修改群团组织`} onClose={close}>
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
    </Card>
  );
}
