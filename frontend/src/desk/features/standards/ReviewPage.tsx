import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { EvidenceCard } from '@desk/features/evidence/EvidenceCard';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { checklistLabel, reviewModeLabel } from '@shared/domain/standards';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { reviewQuery } from './queries';
import { ResultItems } from './ResultItems';
import { EditReviewForm } from './ReviewForm';
import styles from './Standards.module.css';

/** One review: what was found item by item, with its photos. */
export function ReviewPage({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const query = useQuery(reviewQuery(id));
  const mayReview = usePermission('standards:review');
  const maySeeEvidence = usePermission('evidence:read');
  const maySeeVisit = usePermission('visits:read');
  const [editing, setEditing] = useState(false);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const review = query.data;
  const { kind } = review;
  const close = () => setEditing(false);
  return (
    <>
      <PageHead
        title={
          <Trans>
            {review.institution_name}：{i18n._(checklistLabel[kind])}
          </Trans>
        }
        note={
          <Link to="/standards/institutions/$id" params={{ id: review.institution_id }} search={{ kind }}>
            <Trans>和以前的检查对比</Trans>
          </Link>
        }
        actions={
          review.may_change && (
            <Button onClick={() => setEditing(true)}>
              <Trans>修改</Trans>
            </Button>
          )
        }
      />
      <Card heading={<Trans>逐项情况</Trans>}>
        <ResultItems results={review.results} />
      </Card>
      <Card heading={<Trans>检查</Trans>}>
        <Facts
          facts={[
            { label: <Trans>检查日期</Trans>, value: review.reviewed_on },
            { label: <Trans>方式</Trans>, value: i18n._(reviewModeLabel[review.mode]) },
            { label: <Trans>检查人</Trans>, value: review.reviewers || null },
            { label: <Trans>清单</Trans>, value: <Trans>第 {review.edition} 版</Trans> },
            { label: <Trans>录入人</Trans>, value: review.entered_by_name },
            {
              label: <Trans>小结</Trans>,
              value: review.summary ? <span className={styles.text}>{review.summary}</span> : null,
            },
          ]}
        />
        {review.visit_id && (
          <p className={styles.note}>
            <Trans>这份记录来自一次入校指导，内容和照片都在那里更正、添加。</Trans>{' '}
            {maySeeVisit && (
              <Link to="/visits/$id" params={{ id: review.visit_id }}>
                <Trans>打开这次入校指导</Trans>
              </Link>
            )}
          </p>
        )}
      </Card>
      {!review.visit_id && maySeeEvidence && (
        <EvidenceCard
          subjectType="standards_review"
          subjectId={id}
          closed={!mayReview}
          nothing={<Trans>还没有。可以上传活动室、制度上墙、台账的照片，都是自愿提供。</Trans>}
        />
      )}
      <Dialog open={editing} place="side" title={t`修改检查记录`} onClose={close}>
        <EditReviewForm review={review} onDone={close} />
      </Dialog>
    </>
  );
}
