import { Trans } from '@lingui/react/macro';
import type { ActivityOut } from '@shared/api/gen';
import { minuteOf } from '@shared/time/zone';
import { Received } from '../../ui/Delivery';

/** The service has the activity and its photos. */
export function ActivityReceived({ activity, onShow }: { activity: ActivityOut; onShow?: () => void }) {
  return (
    <Received
      title={activity.title}
      links={[
        { to: '/activities', label: <Trans>回到活动</Trans> },
        { to: `/activities/${activity.id}`, label: <Trans>看这条记录</Trans>, onFollow: onShow },
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
