import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitOut, VisitRevisionOut } from '@shared/api/gen';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { differences, type VisitContent } from './content';
import { Differences } from './Differences';
import { revisionsQuery } from './queries';
import styles from './VisitPage.module.css';

/** Each correction of a visit: who, when and why, and what it changed, old beside new. */
export function Revisions({ visit }: { visit: VisitOut }) {
  const query = useQuery(revisionsQuery(visit.id));
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const former = query.data?.items ?? [];
  return (
    <Card heading={<Trans>更正记录</Trans>}>
      {former.map((revision, index) => (
        <Correction
          key={revision.revision}
          revision={revision}
          after={index === 0 ? visit : (former[index - 1]?.content as VisitContent)}
          visit={visit}
        />
      ))}
    </Card>
  );
}

interface Props {
  revision: VisitRevisionOut;
  /** The content that took its place. */
  after: VisitContent;
  visit: VisitOut;
}

function Correction({ revision, after, visit }: Props) {
  const { t, i18n } = useLingui();
  const people = new Map(visit.co_visitors.map(({ id, name }) => [id, name]));
  const { state: _, ...before } = revision.content as VisitContent;
  const found = differences(before, after, { i18n, people });
  const at = minuteOf(revision.replaced_at);
  const next = revision.revision + 1;
  return (
    <section className={styles.revision}>
      <h3>
        <Trans>
          {at}，{revision.replaced_by_name} 更正为第 {next} 版
        </Trans>
      </h3>
      {revision.reason && (
        <p>
          <Trans>原因：{revision.reason}</Trans>
        </p>
      )}
      {found.length > 0 ? (
        <Differences found={found} before={t`第 ${revision.revision} 版`} after={t`第 ${next} 版`} />
      ) : (
        <p className={styles.quiet}>
          <Trans>内容没有变化。</Trans>
        </p>
      )}
    </section>
  );
}
