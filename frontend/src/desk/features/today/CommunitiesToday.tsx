import { Card } from '@desk/components/Card';
import { Mark } from '@desk/components/Mark';
import { activitiesQuery } from '@desk/features/activities/queries';
import { CommunitiesSideBySide } from '@desk/features/communities/CommunitiesSideBySide';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { lookOfActivity } from '@shared/domain/activities';
import { dayInWords, daysLater } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import styles from './TodayPage.module.css';

const mostShown = 6;
const daysAhead = 30;

/** How one's communities stand, and for who writes activities those that come next: a morning's look. */
export function CommunitiesToday({ today }: { today: string }) {
  const mayWrite = usePermission('activities:write');
  return (
    <>
      {mayWrite && <NextActivities today={today} />}
      <CommunitiesSideBySide />
    </>
  );
}

/** What is planned from now on and what was not noted yet, the earliest first; nothing is shown where nothing is. */
function NextActivities({ today }: { today: string }) {
  const { i18n } = useLingui();
  const soon = { state: 'planned', sort: 'starts_on', to: daysLater(today, daysAhead) } as const;
  const query = useQuery(activitiesQuery({ ...soon, limit: mostShown }));
  const activities = query.data?.items ?? [];
  if (activities.length === 0) return null;
  const ofSeveral = new Set(activities.map((activity) => activity.community_id)).size > 1;
  return (
    <Card
      heading={<Trans>接下来的共同体活动</Trans>}
      actions={
        <Link to="/activities" search={soon}>
          <Trans>全部</Trans>
        </Link>
      }
    >
      <ul className={styles.next}>
        {activities.map((activity) => (
          <li key={activity.id}>
            <span className={styles.day}>{dayInWords(activity.starts_on, i18n.locale)}</span>
            <Link to="/activities/$id" params={{ id: activity.id }}>
              {activity.title}
            </Link>
            <span className={styles.whose}>{ofSeveral && activity.community_name}</span>
            <Mark look={lookOfActivity(activity)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
