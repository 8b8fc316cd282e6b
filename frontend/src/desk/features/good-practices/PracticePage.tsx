import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { EvidenceCard } from '@desk/features/evidence/EvidenceCard';
import { Trans, useLingui } from '@lingui/react/macro';
import type { PracticeOut } from '@shared/api/gen';
import { practiceLook } from '@shared/domain/good-practices';
import { dateOf, minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { PracticeDeeds } from './PracticeDeeds';
import { PracticeFiles } from './PracticeFiles';
import styles from './Practices.module.css';
import { practiceQuery, useMayWrite } from './queries';

/** One good practice: the story and its files; for its school and the Party office also how it stands. */
export function PracticePage({ id }: { id: string }) {
  const query = useQuery(practiceQuery(id));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return <Practice practice={query.data} />;
}

function Practice({ practice }: { practice: PracticeOut }) {
  const mayWrite = useMayWrite(practice);
  const inside = practice.written_by_name !== null;
  return (
    <>
      <PageHead
        title={practice.title}
        note={
          <>
            {practice.school_name}
            {practice.published_at && ` · ${dateOf(new Date(practice.published_at))}`}{' '}
            {inside && <Mark look={practiceLook[isReturned(practice) ? 'returned' : practice.state]} />}
          </>
        }
        actions={<PracticeDeeds practice={practice} />}
      />
      {practice.decision_reason && (
        <p className={styles.reason} role="status">
          {practice.state === 'withdrawn' ? (
            <Trans>已撤下：{practice.decision_reason}</Trans>
          ) : (
            <Trans>党委办退回，请修改后再推荐：{practice.decision_reason}</Trans>
          )}
        </p>
      )}
      <Card heading={<Trans>做法</Trans>}>
        <p className={styles.story}>{practice.story}</p>
        {practice.activity && (
          <p className={styles.quiet}>
            <Trans>
              来自活动：
              <Link className={styles.inText} to="/activities/$id" params={{ id: practice.activity.id }}>
                {practice.activity.title}
              </Link>
            </Trans>
          </p>
        )}
      </Card>
      {practice.files.length > 0 && (!mayWrite || practice.state === 'published') && (
        <Card heading={<Trans>图片和文件</Trans>}>
          <PracticeFiles files={practice.files} />
        </Card>
      )}
      {mayWrite && (
        <EvidenceCard
          subjectType="good_practice"
          subjectId={practice.id}
          heading={<Trans>管理图片和文件</Trans>}
          closed={practice.state === 'published' || practice.state === 'withdrawn'}
          nothing={<Trans>还没有。可以上传图片、教案、表格，方便别人照着做；拍到孩子的，请先征得监护人同意。</Trans>}
        />
      )}
      {inside && <HowItStands practice={practice} />}
    </>
  );
}

function isReturned({ state, decision_reason }: PracticeOut): boolean {
  return state === 'draft' && decision_reason !== null;
}

/** What only its school and the Party office see. */
function HowItStands({ practice }: { practice: PracticeOut }) {
  const { t } = useLingui();
  const { proposed_at, published_at, published_by_name, audience, audience_names } = practice;
  const readers = audience === 'all' ? t`全部单位` : audience_names?.join('、');
  return (
    <Card heading={<Trans>办理情况</Trans>}>
      <Facts
        facts={[
          { label: <Trans>填写人</Trans>, value: practice.written_by_name },
          proposed_at !== null && { label: <Trans>推荐时间</Trans>, value: minuteOf(proposed_at) },
          published_at !== null && {
            label: <Trans>发布</Trans>,
            value: `${minuteOf(published_at)} ${published_by_name}`,
          },
          audience !== null && { label: <Trans>发布给</Trans>, value: readers },
          practice.faces_consented === true && {
            label: <Trans>图片里的孩子</Trans>,
            value: <Trans>{published_by_name}确认：已征得监护人同意，或没有孩子的脸</Trans>,
          },
        ]}
      />
      <p className={styles.note}>
        <Trans>这一栏只有本校和党委办看得到。</Trans>
      </p>
    </Card>
  );
}
