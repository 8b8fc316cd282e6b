import { ButtonLink } from '@desk/components/ButtonLink';
import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Mark } from '@desk/components/Mark';
import { monthsOfQuery } from '@desk/features/obligations/queries';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitBrief } from '@shared/api/gen';
import { obligationLook } from '@shared/domain/obligations';
import { visitLook } from '@shared/domain/visits';
import { monthInWords, monthOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type HistoryMonth, historyOf } from './history';
import styles from './InstitutionVisits.module.css';
import { visitsQuery } from './queries';
import { VisitSpan } from './VisitSpan';

/** What an institution's page shows at once; the rest is behind a link. */
const mostVisits = 200;

/** The history of one institution: its last months, how each stands, and the visits in it. */
export function InstitutionVisits({ institutionId }: { institutionId: string }) {
  const mayReadMonths = usePermission('obligations:read');
  const mayReadVisits = usePermission('visits:read');
  const mayRecord = usePermission('visits:record');
  const months = useQuery({ ...monthsOfQuery(institutionId), enabled: mayReadMonths });
  const filters = { institution_id: institutionId, sort: '-started_at', limit: mostVisits };
  const visits = useQuery({ ...visitsQuery(filters), enabled: mayReadVisits });
  const failed = [months, visits].find((query) => query.isError && !query.data);
  if (failed) return <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />;
  const loading = months.isLoading || visits.isLoading;
  const history = historyOf(months.data?.items ?? [], visits.data?.items ?? [], monthOf(new Date()));
  return (
    <Card
      heading={<Trans>近 12 个月的入校指导</Trans>}
      actions={
        <span className={styles.actions}>
          {mayReadVisits && (
            <Link to="/visits" search={{ institution_id: institutionId }}>
              <Trans>全部记录</Trans>
            </Link>
          )}
          {mayRecord && (
            <ButtonLink to="/visits/new" search={{ institution_id: institutionId }}>
              <Trans>补录入校指导</Trans>
            </ButtonLink>
          )}
        </span>
      }
    >
      {loading && (
        <p className={styles.quiet} role="status">
          <Trans>正在载入…</Trans>
        </p>
      )}
      {!loading && history.length === 0 && (
        <p className={styles.quiet}>
          <Trans>还没有月度任务，也没有入校指导记录。加入后的第二个月起，每月应有一次入校指导。</Trans>
        </p>
      )}
      <ol className={styles.months}>
        {history.map((month) => (
          <li key={month.month} className={styles.month}>
            <Month month={month} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Month({ month }: { month: HistoryMonth }) {
  const { i18n } = useLingui();
  return (
    <>
      <span className={styles.name}>{monthInWords(month.month, i18n.locale)}</span>
      <span>{month.status && <Mark look={obligationLook[month.status]} />}</span>
      <ul className={styles.visits}>
        {month.waivedBecause && (
          <li className={styles.quiet}>
            <Trans>免除原因：{month.waivedBecause}</Trans>
          </li>
        )}
        {month.visits.map((visit) => (
          <li key={visit.id}>
            <Visit visit={visit} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Visit({ visit }: { visit: VisitBrief }) {
  return (
    <>
      <Link to="/visits/$id" params={{ id: visit.id }}>
        <VisitSpan visit={visit} />
      </Link>{' '}
      {visit.instructor_name} <Mark look={visitLook[visit.state]} />
    </>
  );
}
