import { ButtonLink } from '@desk/components/ButtonLink';
import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { EvidenceCard } from '@desk/features/evidence/EvidenceCard';
import { useMe, usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ActivityOut } from '@shared/api/gen';
import { lookOfActivity } from '@shared/domain/activities';
import { strandLabel } from '@shared/domain/strands';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './Activities.module.css';
import { CancelForm, CompleteForm, EditActivityForm } from './ActivityForms';
import { useCommunities } from './communities';
import { activityQuery } from './queries';

/** One activity: what it was or will be, and what proves it. */
export function ActivityPage({ id }: { id: string }) {
  const { i18n } = useLingui();
  const query = useQuery(activityQuery(id));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const activity = query.data;
  const days =
    activity.ends_on === activity.starts_on ? activity.starts_on : `${activity.starts_on} – ${activity.ends_on}`;
  return (
    <>
      <PageHead
        title={activity.title}
        note={
          <>
            {i18n._(strandLabel[activity.strand])} · {activity.kind_name} · {days}{' '}
            <Mark look={lookOfActivity(activity)} />
          </>
        }
        actions={
          <>
            <ToPractice activity={activity} />
            <ActivityDeeds activity={activity} />
          </>
        }
      />
      <Card heading={<Trans>基本情况</Trans>}>
        <Facts
          facts={[
            {
              label: <Trans>帮扶共同体</Trans>,
              value: (
                <Link to="/communities/$id" params={{ id: activity.community_id }}>
                  {activity.community_name}
                </Link>
              ),
            },
            { label: <Trans>组织学校</Trans>, value: activity.organiser_name },
            { label: <Trans>地点</Trans>, value: activity.place || null },
            { label: <Trans>主办人</Trans>, value: activity.hosts || null },
            {
              label: <Trans>教职工人数</Trans>,
              value: (
                <Trans>
                  帮建方 {activity.lead_participants}，结对方 {activity.supported_participants}
                </Trans>
              ),
            },
            activity.cancel_reason !== null && { label: <Trans>取消原因</Trans>, value: activity.cancel_reason },
          ]}
        />
      </Card>
      {activity.state === 'done' && (
        <Card heading={<Trans>内容和成效</Trans>}>
          <p className={styles.text}>{activity.content}</p>
          {activity.outcome && (
            <>
              <h3 className={styles.heading}>
                <Trans>成效</Trans>
              </h3>
              <p className={styles.text}>{activity.outcome}</p>
            </>
          )}
        </Card>
      )}
      <EvidenceCard
        subjectType="activity"
        subjectId={id}
        closed={activity.state === 'cancelled'}
        nothing={<Trans>还没有。照片和文件都是自愿提供；拍到学生的，请先征得监护人同意。</Trans>}
      />
    </>
  );
}

/** What went well may be told to others, by either side. */
function ToPractice({ activity }: { activity: ActivityOut }) {
  const mayPropose = usePermission('good_practices:propose');
  if (!mayPropose || activity.state !== 'done') return null;
  return (
    <ButtonLink to="/good-practices/new" search={{ activity_id: activity.id }}>
      <Trans>写成好做法</Trans>
    </ButtonLink>
  );
}

function ActivityDeeds({ activity }: { activity: ActivityOut }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<'complete' | 'cancel' | 'edit' | null>(null);
  if (!useMayWrite(activity) || activity.state === 'cancelled') return null;
  const close = () => setOpen(null);
  return (
    <>
      {activity.state === 'planned' && (
        <Button onClick={() => setOpen('cancel')}>
          <Trans>取消活动</Trans>
        </Button>
      )}
      <Button onClick={() => setOpen('edit')}>
        <Trans>修改</Trans>
      </Button>
      {activity.state === 'planned' && (
        <Button type="primary" onClick={() => setOpen('complete')}>
          <Trans>登记完成</Trans>
        </Button>
      )}
      <Dialog open={open === 'complete'} place="side" title={t`登记完成`} onClose={close}>
        <CompleteForm activity={activity} onDone={close} />
      </Dialog>
      <Dialog open={open === 'edit'} place="side" title={t`修改活动`} onClose={close}>
        <EditActivityForm activity={activity} onDone={close} />
      </Dialog>
      <Dialog open={open === 'cancel'} title={t`取消活动`} onClose={close}>
        <CancelForm activity={activity} onDone={close} />
      </Dialog>
    </>
  );
}

/** Lead school and Party office write every activity of the community, a supported school those that it organises. */
function useMayWrite(activity: ActivityOut): boolean {
  const { roles, permissions } = useMe();
  const community = useCommunities().find((one) => one.id === activity.community_id);
  if (!permissions.includes('activities:write')) return false;
  if (permissions.includes('communities:write')) return true;
  const seats = roles.map((held) => held.organisation_id);
  return seats.includes(activity.organiser_id) || (community !== undefined && seats.includes(community.lead_school_id));
}
