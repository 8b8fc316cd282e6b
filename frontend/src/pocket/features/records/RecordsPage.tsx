import { Trans, useLingui } from '@lingui/react/macro';
import { type ActivityOut, listActivities, listVisits, type Me, type VisitBrief } from '@shared/api/gen';
import { lookOfActivity } from '@shared/domain/activities';
import { visitLook } from '@shared/domain/visits';
import { dayInWords, minuteOf } from '@shared/time/zone';
import { Link } from '../../router';
import { useSession } from '../../session/session';
import { listDrafts } from '../../store';
import { Failure } from '../../ui/Failure';
import { Mark } from '../../ui/Mark';
import { Panel } from '../../ui/Panel';
import { TopBar } from '../../ui/TopBar';
import { useLoaded } from '../../useLoaded';
import { listActivityDrafts } from '../activities/drafts';
import { WaitingDrafts } from '../activities/WaitingDrafts';
import type { VisitDraft } from '../visits/drafts';
import styles from './RecordsPage.module.css';

/** What I have recorded: what waits on this phone first, also where the service cannot be asked; then what it has. */
export function RecordsPage() {
  const session = useSession();
  return session.state === 'signed_in' ? <Records me={session.me} /> : null;
}

function Records({ me }: { me: Me }) {
  const waiting = useLoaded(async () => {
    const [visits, activities] = await Promise.all([
      listDrafts<VisitDraft>(me.user.id, 'visit'),
      listActivityDrafts(me.user.id),
    ]);
    return { visits, activities };
  }, [me]);
  const received = useLoaded(async () => ({ visits: await visitsOf(me), activities: await activitiesOf(me) }), [me]);
  const drafts = waiting.state === 'ready' ? waiting.value : { visits: [], activities: [] };
  const records = received.state === 'ready' ? received.value : null;
  const nothing =
    records &&
    drafts.visits.length + drafts.activities.length === 0 &&
    records.visits.length + records.activities.length === 0;
  return (
    <>
      <TopBar title={<Trans>我的记录</Trans>} />
      <div className={styles.page}>
        <ul className={styles.list}>
          {drafts.visits.map((draft) => (
            <li key={draft.id}>
              <Link to={`/visits/new/${draft.institutionId}`} className={styles.row}>
                <strong className={styles.waiting}>
                  <Trans>在本机，还没有提交</Trans>
                </strong>
                <span>{draft.findings.slice(0, 40) || draft.startedAt.replace('T', ' ')}</span>
              </Link>
            </li>
          ))}
        </ul>
        <WaitingDrafts drafts={drafts.activities} />
        {received.state === 'failed' && (
          <Failure error={received.error} title={<Trans>没有读到已送达的记录</Trans>} again={received.again} />
        )}
        {records && <Received {...records} />}
        {nothing && (
          <Panel look="empty" title={<Trans>还没有记录</Trans>}>
            {me.permissions.includes('visits:record') ? (
              <Trans>入校后，在“本月机构”里点一下机构的名字就可以开始记。</Trans>
            ) : (
              <Trans>活动办完以后，在“活动”里点“记一次活动”就可以开始记。</Trans>
            )}
          </Panel>
        )}
      </div>
    </>
  );
}

async function visitsOf({ user, permissions }: Me): Promise<VisitBrief[]> {
  if (!user.person_id || !permissions.includes('visits:record')) return [];
  return (await listVisits({ query: { instructor_id: user.person_id, limit: 50 } })).items;
}

async function activitiesOf({ permissions }: Me): Promise<ActivityOut[]> {
  if (!permissions.includes('activities:write')) return [];
  return (await listActivities({ query: { state: 'done', limit: 20 } })).items;
}

function Received({ visits, activities }: { visits: VisitBrief[]; activities: ActivityOut[] }) {
  const { i18n } = useLingui();
  return (
    <>
      <ul className={styles.list}>
        {visits.map((visit) => (
          <li key={visit.id}>
            <Link to={`/visits/${visit.id}`} className={styles.row}>
              <strong>{visit.institution_name}</strong>
              <span className={styles.facts}>
                <Mark look={visitLook[visit.state]} />
                {minuteOf(visit.started_at)}
              </span>
              {visit.decision_reason && <span className={styles.reason}>{visit.decision_reason}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {activities.length > 0 && (
        <h2 className={styles.heading}>
          <Trans>共同体最近的活动</Trans>
        </h2>
      )}
      <ul className={styles.list}>
        {activities.map((activity) => (
          <li key={activity.id}>
            <Link to={`/activities/${activity.id}`} className={styles.row}>
              <strong>{activity.title}</strong>
              <span className={styles.facts}>
                <Mark look={lookOfActivity(activity)} />
                {dayInWords(activity.starts_on, i18n.locale)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
