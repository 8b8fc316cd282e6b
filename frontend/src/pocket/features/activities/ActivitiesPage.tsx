import { Trans, useLingui } from '@lingui/react/macro';
import type { ActivityOut, Me } from '@shared/api/gen';
import { newId } from '@shared/api/writes';
import { lookOfActivity } from '@shared/domain/activities';
import { strandLabel } from '@shared/domain/strands';
import { dateOf, dayInWords, minuteOf } from '@shared/time/zone';
import { type ReactNode, useEffect } from 'react';
import { Link, navigate } from '../../router';
import { useSession } from '../../session/session';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Mark } from '../../ui/Mark';
import { Panel } from '../../ui/Panel';
import { TopBar } from '../../ui/TopBar';
import { useLoaded } from '../../useLoaded';
import styles from './Activities.module.css';
import { loadChoices } from './choices';
import { listActivityDrafts } from './drafts';
import { byDay, loadPlanned, mayWrite } from './planned';
import { WaitingDrafts } from './WaitingDrafts';

/** What is planned and due, each completed with one tap, and the way to note one that was just held. */
export function ActivitiesPage() {
  const session = useSession();
  return session.state === 'signed_in' ? <Activities me={session.me} /> : null;
}

function Activities({ me }: { me: Me }) {
  const loaded = useLoaded(async () => {
    const drafts = await listActivityDrafts(me.user.id).catch(() => []);
    const [choices, planned] = await Promise.all([loadChoices(me), loadPlanned(me)]);
    const mine = planned.value.filter((activity) => mayWrite(me, activity, choices.value));
    return { drafts, choices: choices.value, mine, seenAt: planned.seenAt ?? choices.seenAt };
  }, [me]);
  // Fetched ahead, so that the forms open where the network does not reach.
  useEffect(() => {
    void Promise.all([import('./NewActivityPage'), import('./ActivityPage')]).catch(() => undefined);
  }, []);

  const title = <Trans>活动</Trans>;
  if (loaded.state === 'loading') return <TopBar title={title} />;
  if (loaded.state === 'failed') {
    return (
      <>
        <TopBar title={title} />
        <Failure error={loaded.error} title={<Trans>没有读到活动</Trans>} again={loaded.again} />
      </>
    );
  }
  const { drafts, choices, mine, seenAt } = loaded.value;
  if (choices.communities.length === 0) {
    return (
      <>
        <TopBar title={title} />
        <Panel look="empty" title={<Trans>您的单位现在没有帮扶共同体</Trans>}>
          <Trans>结对并启动以后，就能在这里登记活动。应当有的，请联系党委办。</Trans>
        </Panel>
      </>
    );
  }
  const due = byDay(mine, dateOf(new Date()));
  return (
    <>
      <TopBar title={title} />
      <div className={styles.page}>
        <Button look="main" wide onClick={() => navigate(`/activities/new/${newId()}`)}>
          <Trans>记一次活动</Trans>
        </Button>
        {seenAt && (
          <p role="status" className={styles.note}>
            <Trans>现在连不上服务器，下面是 {minuteOf(seenAt)} 看到的。照样可以记，先存在本机。</Trans>
          </p>
        )}
        <WaitingDrafts drafts={drafts} />
        <Group heading={<Trans>过了日期，还没登记</Trans>} activities={due.overdue} />
        <Group heading={<Trans>今天</Trans>} activities={due.today} />
        <Group heading={<Trans>两周内</Trans>} activities={due.soon} />
        {mine.length === 0 && (
          <Panel look="empty" title={<Trans>两周内没有要您登记的活动</Trans>}>
            <Trans>刚办完的，点上面“记一次活动”。要提前安排，请用电脑版。</Trans>
          </Panel>
        )}
      </div>
    </>
  );
}

function Group({ heading, activities }: { heading: ReactNode; activities: readonly ActivityOut[] }) {
  const { i18n } = useLingui();
  if (activities.length === 0) return null;
  return (
    <section className={styles.group}>
      <h2 className={styles.heading}>
        {heading}（{activities.length}）
      </h2>
      <ul className={styles.list}>
        {activities.map((activity) => (
          <li key={activity.id}>
            <Link to={`/activities/${activity.id}`} className={styles.row}>
              <span className={styles.name}>{activity.title}</span>
              <span className={styles.facts}>
                <Mark look={lookOfActivity(activity)} />
                {dayInWords(activity.starts_on, i18n.locale)}
              </span>
              <span className={styles.facts}>
                {i18n._(strandLabel[activity.strand])} · {activity.community_name}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
