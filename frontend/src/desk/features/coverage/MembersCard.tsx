import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MemberCountOut, withdrawMemberCount } from '@shared/api/gen';
import { doubtLabel } from '@shared/domain/coverage';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Fragment, type ReactNode, useState } from 'react';
import { CountForm } from './CountForm';
import { CountLine } from './CountLine';
import styles from './Coverage.module.css';
import { EntryDeeds } from './EntryDeeds';
import { countsQuery } from './queries';
import { WithdrawForm } from './WithdrawForm';

const shownAtFirst = 12;

interface Props {
  institutionId: string;
  mayWrite: boolean;
  /** What is to be said above the figures. */
  children: ReactNode;
}

/** How many members there were on which day. */
export function MembersCard({ institutionId, mayWrite, children }: Props) {
  const { t } = useLingui();
  const query = useQuery(countsQuery(institutionId));
  const [open, setOpen] = useState<MemberCountOut | 'new' | null>(null);
  const [withdrawn, setWithdrawn] = useState<MemberCountOut | null>(null);
  const [all, setAll] = useState(false);
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const counts = query.data ?? [];
  const close = () => setOpen(null);
  return (
    <Card
      heading={<Trans>党员人数</Trans>}
      actions={
        mayWrite && (
          <Button type="primary" onClick={() => setOpen('new')}>
            <Trans>登记党员人数</Trans>
          </Button>
        )
      }
    >
      {children}
      {query.isPending && <Loading />}
      {query.data?.length === 0 && (
        <p className={styles.quiet}>
          <Trans>还没有登记过党员人数。</Trans>
        </p>
      )}
      <CountLine counts={counts} />
      {counts.length > 0 && (
        <CountTable
          counts={all ? counts : counts.slice(0, shownAtFirst)}
          deeds={
            mayWrite
              ? (count) => (
                  <EntryDeeds
                    of={t`${count.as_of_on} 的人数`}
                    onCorrect={() => setOpen(count)}
                    onWithdraw={() => setWithdrawn(count)}
                  />
                )
              : undefined
          }
        />
      )}
      {!all && counts.length > shownAtFirst && (
        <Button type="link" onClick={() => setAll(true)}>
          <Trans>显示全部 {counts.length} 次统计</Trans>
        </Button>
      )}
      <Dialog open={open !== null} title={open === 'new' ? t`登记党员人数` : t`更正党员人数`} onClose={close}>
        {open !== null && (
          <CountForm
            key={keyOf(open)}
            institutionId={institutionId}
            onCorrect={(asOf) => setOpen(ofDay(counts, asOf))}
            {...(open !== 'new' && { count: open })}
            onCancel={close}
            onDone={() => {
              toast(t`已保存。`);
              close();
            }}
          />
        )}
      </Dialog>
      <Dialog open={withdrawn !== null} title={t`撤销党员人数`} onClose={() => setWithdrawn(null)}>
        {withdrawn && (
          <WithdrawForm entry={withdrawn} withdraw={withdrawMemberCount} onDone={() => setWithdrawn(null)}>
            <Trans>
              撤销 {withdrawn.as_of_on} 的人数：正式党员 {withdrawn.full_members ?? '—'} 名，预备党员{' '}
              {withdrawn.probationary_members ?? '—'} 名。撤销后以剩下的最近一次为准。
            </Trans>
          </WithdrawForm>
        )}
      </Dialog>
    </Card>
  );
}

/** Another entry is another form. */
function keyOf(open: MemberCountOut | 'new'): string {
  return open === 'new' ? open : open.id;
}

function ofDay(counts: readonly MemberCountOut[], day: string): MemberCountOut | null {
  return counts.find((count) => count.as_of_on === day) ?? null;
}

interface TableProps {
  counts: readonly MemberCountOut[];
  /** What can be done with a count; nothing for who only reads. */
  deeds: ((count: MemberCountOut) => ReactNode) | undefined;
}

function CountTable({ counts, deeds }: TableProps) {
  const { t, i18n } = useLingui();
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t`历次党员人数`}>
        <thead>
          <tr>
            <th scope="col">{t`统计日期`}</th>
            <th scope="col" className={styles.count}>{t`正式党员`}</th>
            <th scope="col" className={styles.count}>{t`预备党员`}</th>
            {deeds && <th scope="col" data-screen-only="">{t`操作`}</th>}
          </tr>
        </thead>
        <tbody>
          {counts.map((count) => (
            <Fragment key={count.id}>
              <tr data-noted={count.doubt !== null}>
                <td className={styles.day}>{count.as_of_on}</td>
                <td className={styles.count}>{count.full_members ?? '—'}</td>
                <td className={styles.count}>{count.probationary_members ?? '—'}</td>
                {deeds && <td data-screen-only="">{deeds(count)}</td>}
              </tr>
              {count.doubt && (
                <tr>
                  <td colSpan={deeds ? 4 : 3} className={styles.quiet}>
                    {i18n._(doubtLabel[count.doubt])}
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
