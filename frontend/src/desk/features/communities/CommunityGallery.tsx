import { Card } from '@desk/components/Card';
import { activitiesQuery } from '@desk/features/activities/queries';
import { evidenceQuery } from '@desk/features/evidence/queries';
import { Thumbnail } from '@desk/features/evidence/Thumbnail';
import { Trans } from '@lingui/react/macro';
import type { ActivityOut } from '@shared/api/gen';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import styles from './Communities.module.css';

const latest = 50;
const mostActivities = 8;

/** Pictures and files of the latest activities, so that one sees what happened. */
export function CommunityGallery({ communityId }: { communityId: string }) {
  const query = useQuery(activitiesQuery({ community_id: communityId, state: 'done', limit: latest }));
  const shown = query.data?.items.filter((activity) => activity.evidence_count > 0).slice(0, mostActivities) ?? [];
  if (shown.length === 0) return null;
  return (
    <Card heading={<Trans>近期活动的印证资料</Trans>}>
      <ul className={styles.gallery}>
        {shown.map((activity) => (
          <OfActivity key={activity.id} activity={activity} />
        ))}
      </ul>
    </Card>
  );
}

function OfActivity({ activity }: { activity: ActivityOut }) {
  const query = useQuery(evidenceQuery('activity', activity.id));
  const pieces = query.data?.items.filter((piece) => piece.state !== 'withdrawn') ?? [];
  return (
    <li className={styles.piece}>
      {pieces.slice(0, 1).map((piece) => (
        <Thumbnail key={piece.id} evidence={piece} />
      ))}
      <Link to="/activities/$id" params={{ id: activity.id }}>
        {activity.title}
      </Link>
      <span className={styles.quiet}>
        {activity.starts_on} · <Trans>{activity.evidence_count} 份</Trans>
      </span>
    </li>
  );
}
