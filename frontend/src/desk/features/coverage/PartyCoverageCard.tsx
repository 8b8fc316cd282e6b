import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type InstitutionCoverageOut, type PartyCoverageOut, withdrawPartyCoverage } from '@shared/api/gen';
import { coverageLook } from '@shared/domain/coverage';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import styles from './Coverage.module.css';
import { CoverageForm } from './CoverageForm';
import { EntryDeeds } from './EntryDeeds';
import { coveragesQuery } from './queries';
import { WithdrawForm } from './WithdrawForm';

interface Props {
  institutionId: string;
  standing: InstitutionCoverageOut | null;
  mayWrite: boolean;
  /** What is to be said above the history. */
  children: ReactNode;
}

/** How the institution is covered and how that came about, the present state first. */
export function PartyCoverageCard({ institutionId, standing, mayWrite, children }: Props) {
  const { t, i18n } = useLingui();
  const query = useQuery(coveragesQuery(institutionId));
  const [open, setOpen] = useState<PartyCoverageOut | 'new' | null>(null);
  const [withdrawn, setWithdrawn] = useState<PartyCoverageOut | null>(null);
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const close = () => setOpen(null);
  return (
    <Card
      heading={<Trans>党组织覆盖</Trans>}
      actions={
        mayWrite && (
          <Button onClick={() => setOpen('new')}>
            <Trans>登记覆盖情况</Trans>
          </Button>
        )
      }
    >
      {children}
      {query.isPending && <Loading />}
      {query.data?.length === 0 && (
        <p className={styles.quiet}>
          {standing?.affiliated_to_name ? (
            <Trans>还没有登记。名册上挂靠在“{standing.affiliated_to_name}”。</Trans>
          ) : (
            <Trans>还没有登记。</Trans>
          )}
        </p>
      )}
      <ul className={styles.lines}>
        {query.data?.map((state) => (
          <li key={state.id}>
            <Mark look={coverageLook[state.coverage]} />
            {state.party_organisation_name && <span>{state.party_organisation_name}</span>}
            <span className={styles.quiet}>
              <Trans>自 {state.since_on} 起</Trans>
            </span>
            {mayWrite && (
              <EntryDeeds
                of={t`${state.since_on} 起的覆盖情况`}
                onCorrect={() => setOpen(state)}
                onWithdraw={() => setWithdrawn(state)}
              />
            )}
            {state.how && <span className={styles.how}>{state.how}</span>}
          </li>
        ))}
      </ul>
      <Dialog open={open !== null} title={open === 'new' ? t`登记覆盖情况` : t`更正覆盖情况`} onClose={close}>
        {open !== null && (
          <CoverageForm
            institutionId={institutionId}
            standing={standing}
            {...(open !== 'new' && { state: open })}
            onCancel={close}
            onDone={() => {
              toast(t`已保存。`);
              close();
            }}
          />
        )}
      </Dialog>
      <Dialog open={withdrawn !== null} title={t`撤销覆盖情况`} onClose={() => setWithdrawn(null)}>
        {withdrawn && (
          <WithdrawForm entry={withdrawn} withdraw={withdrawPartyCoverage} onDone={() => setWithdrawn(null)}>
            <Trans>
              撤销“自 {withdrawn.since_on} 起{i18n._(coverageLook[withdrawn.coverage].label)}
              ”这一条。撤销后以它前面的一条为准。
            </Trans>
          </WithdrawForm>
        )}
      </Dialog>
    </Card>
  );
}
