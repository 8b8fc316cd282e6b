import { Trans } from '@lingui/react/macro';
import type { ActivityOut } from '@shared/api/gen';
import { minuteOf } from '@shared/time/zone';
import { Received } from '../../ui/Delivery';

/** The service has the activity and its photos. */
export function ActivityReceived({ activity }: { activity: ActivityOut }) {
  return (
    <Received
      title={<Trans>{activity.title} 已收到</Trans>}
      links={[
        { to: '/activities', label: <Trans>回到活动</Trans> },
        { to: `/activities/${activity.id}`, label: <Trans>看这条记录</Trans> },
      ]}
    >
      {activity.completed_at && (
        <p>
          <Trans>收到时间 {minuteOf(activity.completed_at)}。</Trans>
        </p>
      )}
    </Received>
  );
}
