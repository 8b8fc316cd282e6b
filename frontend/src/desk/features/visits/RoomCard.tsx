import { Card } from '@desk/components/Card';
import { usePermission } from '@desk/features/session/queries';
import { ResultItems } from '@desk/features/standards/ResultItems';
import { Trans } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { Link } from '@tanstack/react-router';
import styles from './VisitPage.module.css';

/** What was found in the activity room on a visit. */
export function RoomCard({ visit }: { visit: VisitOut }) {
  const maySeeReviews = usePermission('standards:read');
  const room = visit.activity_room;
  if (!room) return null;
  return (
    <Card
      heading={<Trans>党群活动室</Trans>}
      actions={
        maySeeReviews && (
          <Link
            to="/standards/institutions/$id"
            params={{ id: visit.institution_id }}
            search={{ kind: 'activity_room' }}
          >
            <Trans>和以前的检查对比</Trans>
          </Link>
        )
      }
    >
      <ResultItems results={room.results} />
      {room.summary && <p className={styles.text}>{room.summary}</p>}
    </Card>
  );
}
