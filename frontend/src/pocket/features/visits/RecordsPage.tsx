import { Trans } from '@lingui/react/macro';
import { listVisits } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { visitLook } from '@shared/domain/visits';
import { minuteOf } from '@shared/time/zone';
import { Link } from '../../router';
import { useSession } from '../../session/session';
import { Button } from '../../ui/Button';
import { Mark } from '../../ui/Mark';
import { Panel } from '../../ui/Panel';
import { TopBar } from '../../ui/TopBar';
import { useLoaded } from '../../useLoaded';
import { listDrafts } from './drafts';
import styles from './RecordsPage.module.css';

/** What I have recorded: what waits on this phone first, then what the service has. */
export function RecordsPage() {
  const session = useSession();
  const me = session.state === 'signed_in' ? session.me : null;
  const person = me?.user.person_id ?? null;
  const loaded = useLoaded(async () => {
    const drafts = await listDrafts(me?.user.id ?? '');
    const visits = person ? await listVisits({ query: { instructor_id: person, limit: 50 } }) : { items: [] };
    return { drafts, visits: visits.items };
  }, [person]);
  const title = <Trans>我的记录</Trans>;

  if (loaded.state === 'loading') return <TopBar title={title} />;
  if (loaded.state === 'failed') {
    return (
      <>
        <TopBar title={title} />
        <Panel
          look="error"
          title={<Trans>没有读到记录</Trans>}
          requestId={asProblem(loaded.error).requestId}
          action={
            <Button onClick={loaded.again}>
              <Trans>重试</Trans>
            </Button>
          }
        >
          <Trans>请检查网络。已保存在手机里的内容不受影响。</Trans>
        </Panel>
      </>
    );
  }
  const { drafts, visits } = loaded.value;
  return (
    <>
      <TopBar title={title} />
      <ul className={styles.list}>
        {drafts.map((draft) => (
          <li key={draft.id}>
            <Link to={`/visits/new/${draft.institutionId}`} className={styles.row}>
              <strong className={styles.waiting}>
                <Trans>在本机，还没有提交</Trans>
              </strong>
              <span>{draft.findings.slice(0, 40) || draft.startedAt.replace('T', ' ')}</span>
            </Link>
          </li>
        ))}
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
      {drafts.length + visits.length === 0 && (
        <Panel look="empty" title={<Trans>还没有记录</Trans>}>
          <Trans>入校后，在“本月机构”里点一下机构的名字就可以开始记。</Trans>
        </Panel>
      )}
    </>
  );
}
