import { Trans } from '@lingui/react/macro';
import { listVisits } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { visitLook } from '@shared/domain/visits';
import { minuteOf } from '@shared/time/zone';
import { Link } from '../../router';
import { Button } from '../../ui/Button';
import { Mark } from '../../ui/Mark';
import { Panel } from '../../ui/Panel';
import { TopBar } from '../../ui/TopBar';
import { useLoaded } from '../../useLoaded';
import styles from './ConfirmationsPage.module.css';

/** The institution's page: visits that wait for its word, then those of the last months. */
export function ConfirmationsPage() {
  const loaded = useLoaded(async () => {
    const visits = await listVisits({ query: { state: ['submitted', 'disputed', 'confirmed'], limit: 50 } });
    const waiting = visits.items.filter((visit) => visit.state === 'submitted');
    return { waiting, others: visits.items.filter((visit) => visit.state !== 'submitted') };
  }, []);
  const title = <Trans>入校确认</Trans>;
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
        />
      </>
    );
  }
  const { waiting, others } = loaded.value;
  return (
    <>
      <TopBar title={title} />
      <div className={styles.page}>
        {waiting.length === 0 && (
          <Panel look="empty" title={<Trans>没有等待确认的记录</Trans>}>
            <Trans>指导员提交后会出现在这里。</Trans>
          </Panel>
        )}
        <ul className={styles.list}>
          {[...waiting, ...others].map((visit) => (
            <li key={visit.id}>
              <Link to={`/visits/${visit.id}`} className={styles.row}>
                <strong>
                  {visit.instructor_name} · {minuteOf(visit.started_at)}
                </strong>
                <Mark look={visitLook[visit.state]} />
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
