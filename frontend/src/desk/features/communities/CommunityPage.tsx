import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { EvidenceCard } from '@desk/features/evidence/EvidenceCard';
import { Trans } from '@lingui/react/macro';
import type { CommunityOut } from '@shared/api/gen';
import { communityLook } from '@shared/domain/communities';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import styles from './Communities.module.css';
import { CommunityDeeds } from './CommunityDeeds';
import { CommunityGallery } from './CommunityGallery';
import { PlanCard } from './PlanCard';
import { communityQuery } from './queries';
import { StrandColumns } from './StrandColumns';
import { TargetsCard } from './TargetsCard';

/** One community: three strands side by side, what is due, what is aimed at, what proves it. */
export function CommunityPage({ id }: { id: string }) {
  const query = useQuery(communityQuery(id));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const community = query.data;
  const ended = community.ends_on !== null;
  return (
    <>
      <PageHead
        title={community.name}
        note={
          <>
            <Mark look={communityLook[community.state]} />{' '}
            {community.ends_on ? (
              <Trans>
                {community.starts_on} 至 {community.ends_on}
              </Trans>
            ) : (
              <Trans>{community.starts_on} 开始</Trans>
            )}
          </>
        }
        actions={<CommunityDeeds community={community} />}
      />
      <StrandColumns community={community} />
      <TargetsCard communityId={id} ended={ended} />
      <PlanCard community={community} />
      <Papers community={community} />
      <CommunityGallery communityId={id} />
      <EvidenceCard
        subjectType="community"
        subjectId={id}
        nothing={<Trans>还没有。可以上传签订的协议和共同体成立时的照片。</Trans>}
      />
    </>
  );
}

function Papers({ community }: { community: CommunityOut }) {
  return (
    <Card heading={<Trans>学校和文件</Trans>}>
      <Facts
        facts={[
          {
            label: <Trans>帮建学校</Trans>,
            value: (
              <Link to="/organisations/$id" params={{ id: community.lead_school_id }}>
                {community.lead_school_name}
              </Link>
            ),
          },
          {
            label: <Trans>结对学校</Trans>,
            value: (
              <ul className={styles.lines}>
                {community.schools.map((school) => (
                  <li key={`${school.school_id}${school.joined_on}`}>
                    <Link to="/organisations/$id" params={{ id: school.school_id }}>
                      {school.name}
                    </Link>{' '}
                    <span className={styles.quiet}>
                      {school.left_on ? (
                        <Trans>
                          {school.joined_on} 至 {school.left_on}
                        </Trans>
                      ) : (
                        <Trans>{school.joined_on} 加入</Trans>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            ),
          },
          { label: <Trans>文号</Trans>, value: community.document_number },
          { label: <Trans>协议签订日期</Trans>, value: community.agreement_signed_on },
          community.end_reason !== null && { label: <Trans>结束原因</Trans>, value: community.end_reason },
          community.predecessor_id !== null && {
            label: <Trans>上一个帮扶期</Trans>,
            value: (
              <Link to="/communities/$id" params={{ id: community.predecessor_id }}>
                <Trans>查看</Trans>
              </Link>
            ),
          },
        ]}
      />
    </Card>
  );
}
