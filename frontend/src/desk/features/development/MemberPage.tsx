import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { EvidenceCard } from '@desk/features/evidence/EvidenceCard';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { endMemberDevelopment, type MemberDevelopmentOut, reopenMemberDevelopment } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { memberStageLook } from '@shared/domain/development';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { AdvanceForm } from './AdvanceForm';
import styles from './Development.module.css';
import { EndPersonForm } from './EndPersonForm';
import { MemberForm } from './MemberForm';
import { memberQuery } from './queries';
import { ReopenPersonForm } from './ReopenPersonForm';

/** One way into the Party: the stages with their dates, and what comes next. */
export function MemberPage({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useQuery(memberQuery(id));
  const mayWrite = usePermission('development:write');
  const [open, setOpen] = useState<'advance' | 'edit' | 'end' | 'reopen' | null>(null);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const development = query.data;
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        title={development.name}
        note={
          <>
            {development.institution_name} <Mark look={memberStageLook[development.stage]} />
          </>
        }
        actions={
          mayWrite &&
          (development.ended_on === null ? (
            <>
              <Button onClick={() => setOpen('end')}>
                <Trans>终止</Trans>
              </Button>
              <Button onClick={() => setOpen('edit')}>
                <Trans>修改</Trans>
              </Button>
              {development.next && (
                <Button type="primary" onClick={() => setOpen('advance')}>
                  <Trans>进入下一阶段</Trans>
                </Button>
              )}
            </>
          ) : (
            <Button onClick={() => setOpen('reopen')}>
              <Trans>恢复</Trans>
            </Button>
          ))
        }
      />
      <Card heading={<Trans>发展过程</Trans>}>
        <Way development={development} />
      </Card>
      <Card heading={<Trans>联系人和介绍人</Trans>}>
        <Facts
          facts={[
            { label: <Trans>培养联系人</Trans>, value: development.contacts || null },
            { label: <Trans>入党介绍人</Trans>, value: development.introducers || null },
            development.ended_on !== null && {
              label: <Trans>终止</Trans>,
              value: `${development.ended_on} ${development.end_reason}`,
            },
          ]}
        />
      </Card>
      <EvidenceCard
        subjectType="member_development"
        subjectId={id}
        closed={development.ended_on !== null}
        nothing={<Trans>还没有。可以上传会议记录和审批材料的扫描件。</Trans>}
      />
      <Dialog open={open === 'advance'} title={t`进入下一阶段`} onClose={close}>
        <AdvanceForm development={development} onDone={close} />
      </Dialog>
      <Dialog open={open === 'edit'} place="side" title={t`修改${development.name}`} onClose={close}>
        <MemberForm development={development} onDone={close} onCancel={close} />
      </Dialog>
      <Dialog open={open === 'end'} title={t`终止`} onClose={close}>
        <EndPersonForm
          end={(body, version) =>
            endMemberDevelopment({ path: { id }, body, headers: ifMatch(version ?? development.version) })
          }
          onDone={close}
        />
      </Dialog>
      <Dialog open={open === 'reopen'} title={t`恢复`} onClose={close}>
        <ReopenPersonForm
          reopen={(version) =>
            reopenMemberDevelopment({ path: { id }, headers: ifMatch(version ?? development.version) })
          }
          onDone={close}
        />
      </Dialog>
    </>
  );
}

function Way({ development }: { development: MemberDevelopmentOut }) {
  const { i18n } = useLingui();
  const steps = [
    ['applicant', development.applied_on],
    ['activist', development.activist_on],
    ['development_target', development.target_on],
    ['probationary', development.probationary_on],
    ['full', development.full_on],
  ] as const;
  return (
    <ol className={styles.way}>
      {steps.map(([stage, day]) => (
        <li key={stage} className={styles.step} data-reached={day !== null}>
          <strong>{i18n._(memberStageLook[stage].label)}</strong>
          <span className={styles.quiet}>
            {day ?? (development.next?.stage === stage ? <Trans>最早 {development.next.earliest_on}</Trans> : '—')}
          </span>
        </li>
      ))}
    </ol>
  );
}
