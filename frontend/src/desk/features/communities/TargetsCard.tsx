import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { listTargets, type TargetOut } from '@shared/api/gen';
import { measureLabel } from '@shared/domain/communities';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './Communities.module.css';
import { CountedRows } from './CountedRows';
import { TargetForm } from './TargetForm';

/** What the supported schools aim at, each beside an even pace: an aim, not a verdict. A number opens its rows. */
export function TargetsCard({ communityId, ended }: { communityId: string; ended: boolean }) {
  const { t, i18n } = useLingui();
  const query = useQuery({
    queryKey: ['communities', 'targets', communityId],
    queryFn: ({ signal }) => listTargets({ query: { community_id: communityId, limit: 200 }, signal }),
  });
  const mayWrite = usePermission('targets:write');
  const [open, setOpen] = useState<'add' | { deed: 'change' | 'rows'; target: TargetOut } | null>(null);
  const close = () => setOpen(null);
  const chosen = open !== null && open !== 'add' ? open : null;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Card
      heading={<Trans>力争目标</Trans>}
      actions={
        mayWrite &&
        !ended && (
          <Button onClick={() => setOpen('add')}>
            <Trans>增加目标</Trans>
          </Button>
        )
      }
    >
      {query.isPending && <Loading />}
      {query.data?.items.length === 0 && (
        <p className={styles.quiet}>
          <Trans>共同体启动以后，每所结对学校会自动有两个目标：三年培养骨干教师 3 名、发展党员 3 名。</Trans>
        </p>
      )}
      <ul className={styles.targets}>
        {query.data?.items.map((target) => (
          <li key={target.id} className={styles.target}>
            <div className={styles.line}>
              <span>
                <strong>{i18n._(measureLabel[target.measure])}</strong> · {target.school_name}
              </span>
              <span>
                <button
                  type="button"
                  className={styles.number}
                  aria-label={t`${i18n._(measureLabel[target.measure])}：打开计入的 ${target.value} 条记录`}
                  onClick={() => setOpen({ deed: 'rows', target })}
                >
                  {target.value}
                </button>{' '}
                / {target.aim}
                {mayWrite && !ended && (
                  <Button size="small" type="link" onClick={() => setOpen({ deed: 'change', target })}>
                    <Trans>修改</Trans>
                  </Button>
                )}
              </span>
            </div>
            <Bar target={target} />
            <span className={styles.quiet}>
              <Trans>
                {target.starts_on} 至 {target.ends_on}。按平均进度，到今天约 {target.expected}；只作参考。
              </Trans>
              {target.note && ` ${target.note}`}
            </span>
          </li>
        ))}
      </ul>
      <Dialog open={open === 'add'} title={t`增加目标`} onClose={close}>
        <TargetForm communityId={communityId} onDone={close} />
      </Dialog>
      <Dialog open={chosen?.deed === 'change'} title={t`修改目标`} onClose={close}>
        {chosen && <TargetForm communityId={communityId} target={chosen.target} onDone={close} />}
      </Dialog>
      <Dialog open={chosen?.deed === 'rows'} place="side" title={t`计入的记录`} onClose={close}>
        {chosen && <CountedRows target={chosen.target} />}
      </Dialog>
    </Card>
  );
}

/** Value and aim as lengths; a dashed line marks the even pace. Numbers stand beside it in words. */
function Bar({ target }: { target: TargetOut }) {
  const whole = Math.max(target.aim, target.value);
  const at = (value: number) => (100 * value) / whole;
  return (
    <svg className={styles.bar} viewBox="0 0 100 22" preserveAspectRatio="none" aria-hidden="true">
      <rect className={styles.whole} x="0" y="4" width={at(target.aim)} height="14" rx="1" />
      <rect className={styles.value} x="0" y="4" width={at(target.value)} height="14" rx="1" />
      <line
        className={styles.pace}
        x1={at(target.expected)}
        x2={at(target.expected)}
        y1="0"
        y2="22"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
