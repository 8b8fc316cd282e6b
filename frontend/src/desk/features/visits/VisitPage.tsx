import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { EvidenceCard } from '@desk/features/evidence/EvidenceCard';
import { opinionCategoryLabel } from '@desk/features/opinions/looks';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { visitDutyLabel, visitLook } from '@shared/domain/visits';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { visitQuery } from './queries';
import { Revisions } from './Revisions';
import { RoomCard } from './RoomCard';
import { VisitActions } from './VisitActions';
import { VisitFacts } from './VisitFacts';
import styles from './VisitPage.module.css';

/** One visit: what was done, its files, its history, and what the reader may do with it. */
export function VisitPage({ id }: { id: string }) {
  const { i18n } = useLingui();
  const query = useQuery(visitQuery(id));
  const mayReadEvidence = usePermission('evidence:read');
  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const visit = query.data;
  const day = fullDay(visit.visited_on, i18n.locale);
  return (
    <>
      <PageHead
        title={visit.institution_name}
        note={
          <>
            <Trans>入校指导</Trans> · {day} · {visit.instructor_name} <Mark look={visitLook[visit.state]} />
          </>
        }
        actions={<VisitActions visit={visit} />}
      />
      <Words visit={visit} />
      <div className={styles.columns}>
        <div>
          <Work visit={visit} />
          <RoomCard visit={visit} />
          {visit.opinions.length > 0 && <Opinions visit={visit} />}
          {mayReadEvidence && <EvidenceCard subjectType="visit" subjectId={visit.id} closed={visit.state === 'void'} />}
          {visit.revision > 1 && <Revisions visit={visit} />}
        </div>
        <VisitFacts visit={visit} />
      </div>
    </>
  );
}

/** What the institution and the bureau said of it: the first thing that its author wants to read. */
function Words({ visit }: { visit: VisitOut }) {
  const at = visit.decided_at && minuteOf(visit.decided_at);
  return (
    <>
      {visit.dispute_reason && (
        <section className={styles.decision}>
          <h2>
            <Trans>机构提出的异议</Trans>
          </h2>
          <p className={styles.text}>{visit.dispute_reason}</p>
        </section>
      )}
      {visit.decision_reason && (
        <section className={styles.decision}>
          <h2>{visit.state === 'void' ? <Trans>作废原因</Trans> : <Trans>退回原因</Trans>}</h2>
          <p className={styles.text}>{visit.decision_reason}</p>
          {at && <p className={styles.quiet}>{at}</p>}
        </section>
      )}
    </>
  );
}

function Work({ visit }: { visit: VisitOut }) {
  const { i18n } = useLingui();
  return (
    <Card heading={<Trans>工作内容和情况</Trans>}>
      <ul className={styles.duties}>
        {visit.duties.map((duty) => (
          <li key={duty}>{i18n._(visitDutyLabel[duty])}</li>
        ))}
      </ul>
      {visit.duties.length === 0 && (
        <p className={styles.quiet}>
          <Trans>还没有选工作内容。</Trans>
        </p>
      )}
      <h3 className={styles.name}>
        <Trans>了解到的情况</Trans>
      </h3>
      <p className={styles.text}>{visit.findings || '—'}</p>
      <h3 className={styles.name}>
        <Trans>提出的建议</Trans>
      </h3>
      <p className={styles.text}>{visit.advice || '—'}</p>
    </Card>
  );
}

function Opinions({ visit }: { visit: VisitOut }) {
  const { i18n } = useLingui();
  return (
    <Card heading={<Trans>机构的意见建议</Trans>}>
      <ul className={styles.opinions}>
        {visit.opinions.map((opinion) => (
          <li key={opinion.id}>
            <span className={styles.category}>{i18n._(opinionCategoryLabel[opinion.category])}</span>
            <span className={styles.text}>{opinion.text}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A date with its year and weekday, as the language writes it. */
function fullDay(date: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'full' });
  return format.format(new Date(`${date}T00:00:00Z`));
}
