import { ButtonLink } from '@desk/components/ButtonLink';
import { Card } from '@desk/components/Card';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { LedgerLink } from '@desk/components/LedgerLink';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { useMe, usePermission } from '@desk/features/session/queries';
import { useLingui } from '@lingui/react';
import { Trans, useLingui as useMacro } from '@lingui/react/macro';
import { readOrganisation, type StandardsReviewOut } from '@shared/api/gen';
import { type ChecklistKind, checklistLabel, itemResultLook, reviewModeLabel } from '@shared/domain/standards';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { AssumedNotice } from './AssumedNotice';
import table from './Compare.module.css';
import { type ComparedItem, compareReviews } from './compare';
import { KindTabs } from './KindTabs';
import { reviewsQuery } from './queries';
import styles from './Standards.module.css';

/** One institution through time: items down, reviews across, the latest on the right. */
export function ComparePage({ id, kind }: { id: string; kind: ChecklistKind }) {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const mayReview = usePermission('standards:review');
  const own = useMe().roles.some((held) => held.role === 'institution' && held.organisation_id === id);
  const institution = useQuery({
    queryKey: ['name-of', 'institutions', id],
    queryFn: async ({ signal }) => (await readOrganisation({ path: { id }, signal })).name,
  });
  const query = useQuery(reviewsQuery(id, kind));
  if (institution.isError) return <ErrorPanel error={institution.error} onRetry={() => void institution.refetch()} />;
  return (
    <>
      <PageHead
        title={institution.data ?? '…'}
        note={<Trans>规范建设：历次检查对比</Trans>}
        actions={
          <>
            <LedgerLink list="standards-reviews" search={{ institution_id: id, kind }} />
            {mayReview && (
              <ButtonLink to="/standards/new" search={{ institution_id: id, kind }} primary>
                {own ? <Trans>填写自查</Trans> : <Trans>登记联合检查</Trans>}
              </ButtonLink>
            )}
          </>
        }
      />
      <KindTabs
        kind={kind}
        onChange={(next) =>
          void navigate({ to: '/standards/institutions/$id', params: { id }, search: { kind: next }, replace: true })
        }
      />
      {kind === 'five_standards' && <AssumedNotice />}
      {query.isPending && <Loading />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && (
        <EmptyPanel reason="nothing_yet" title={<Trans>还没有查过{i18n._(checklistLabel[kind])}</Trans>}>
          {mayReview ? (
            <Trans>点上方按钮开始，逐项选一下就可以。</Trans>
          ) : (
            <Trans>机构自查、联合检查或入校指导后，会列在这里。</Trans>
          )}
        </EmptyPanel>
      )}
      {query.data && query.data.items.length > 0 && (
        <Card heading={i18n._(checklistLabel[kind])}>
          <CompareTable reviews={[...query.data.items].reverse()} />
          {query.data.next_cursor && (
            <p className={styles.note}>
              <Trans>这里列出最近的 {query.data.items.length} 次，更早的可以用「导出 Excel」查看。</Trans>
            </p>
          )}
        </Card>
      )}
    </>
  );
}

function CompareTable({ reviews }: { reviews: readonly StandardsReviewOut[] }) {
  const { t, i18n } = useMacro();
  const scrolled = useRef<HTMLElement>(null);
  useEffect(() => {
    // Where not all fit, the latest are looked at first.
    if (scrolled.current && reviews.length > 0) scrolled.current.scrollLeft = scrolled.current.scrollWidth;
  }, [reviews.length]);
  const manyEditions = new Set(reviews.map((review) => review.edition)).size > 1;
  return (
    <section ref={scrolled} className={table.scroll} data-wide-sheet="" aria-label={t`历次检查对比`}>
      <table className={table.compare}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>项目</Trans>
            </th>
            {reviews.map((review) => (
              <th key={review.id} scope="col">
                <Link to="/standards/reviews/$id" params={{ id: review.id }}>
                  {review.reviewed_on}
                </Link>
                <span className={styles.quiet}>
                  {i18n._(reviewModeLabel[review.mode])}
                  {manyEditions && (
                    <>
                      {' · '}
                      <Trans>第 {review.edition} 版</Trans>
                    </>
                  )}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {compareReviews(reviews).map((item) => (
            <tr key={item.code}>
              <th scope="row">
                {item.title}
                {item.lastEdition !== null && (
                  <p className={styles.quiet}>
                    <Trans>到第 {item.lastEdition} 版为止</Trans>
                  </p>
                )}
              </th>
              {item.results.map((result, place) => (
                <td key={reviews[place]?.id}>
                  <Cell result={result} title={item.title} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ result, title }: { result: ComparedItem['results'][number]; title: string }) {
  if (!result)
    return (
      <span className={styles.quiet}>
        <Trans>这一版没有</Trans>
      </span>
    );
  const mark = <Mark look={itemResultLook[result.result]} />;
  const formerTitle = result.title !== title && (
    <p className={styles.quiet}>
      <Trans>当时叫“{result.title}”</Trans>
    </p>
  );
  if (!result.note)
    return (
      <>
        {mark}
        {formerTitle}
      </>
    );
  return (
    <details>
      <summary>
        {mark} <span className={table.more}>…</span>
      </summary>
      <p className={styles.note}>{result.note}</p>
      {formerTitle}
    </details>
  );
}
