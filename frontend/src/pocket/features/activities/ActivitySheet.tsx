import { Trans, useLingui } from '@lingui/react/macro';
import type { ActivityOut } from '@shared/api/gen';
import { lookOfActivity } from '@shared/domain/activities';
import { strandLabel } from '@shared/domain/strands';
import { dayInWords, minuteOf } from '@shared/time/zone';
import type { ReactNode } from 'react';
import { Mark } from '../../ui/Mark';
import { TopBar } from '../../ui/TopBar';
import styles from './Activities.module.css';

/** What stands in an activity's record; empty lines are left out. Below it what may be done with it. */
export function ActivitySheet({ activity, children }: { activity: ActivityOut; children?: ReactNode }) {
  const { i18n } = useLingui();
  const { starts_on, ends_on } = activity;
  const days = [starts_on, ...(ends_on === starts_on ? [] : [ends_on])].map((day) => dayInWords(day, i18n.locale));
  const done = activity.state === 'done';
  return (
    <>
      <TopBar title={activity.title} back="/activities">
        <Mark look={lookOfActivity(activity)} />
      </TopBar>
      <div className={styles.page}>
        <dl className={styles.sheet}>
          <Fact name={done ? <Trans>日期</Trans> : <Trans>安排的日期</Trans>}>{days.join(' – ')}</Fact>
          <Fact name={<Trans>板块和类型</Trans>}>
            {i18n._(strandLabel[activity.strand])} · {activity.kind_name}
          </Fact>
          <Fact name={<Trans>帮扶共同体</Trans>}>{activity.community_name}</Fact>
          <Fact name={<Trans>地点</Trans>}>{activity.place}</Fact>
          <Fact name={<Trans>主办人</Trans>}>{activity.hosts}</Fact>
          {done && (
            <Fact name={<Trans>教职工人数</Trans>}>
              <Trans>
                帮建方 {activity.lead_participants}，结对方 {activity.supported_participants}
              </Trans>
            </Fact>
          )}
          <Fact name={<Trans>做了什么</Trans>}>{activity.content}</Fact>
          <Fact name={<Trans>成效</Trans>}>{activity.outcome}</Fact>
          <Fact name={<Trans>取消原因</Trans>}>{activity.cancel_reason}</Fact>
          <Fact name={<Trans>附件</Trans>}>{activity.evidence_count > 0 && String(activity.evidence_count)}</Fact>
          <Fact name={<Trans>收到时间</Trans>}>{activity.completed_at && minuteOf(activity.completed_at)}</Fact>
        </dl>
        {children}
      </div>
    </>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
