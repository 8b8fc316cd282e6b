import { Facts } from '@desk/components/Facts';
import { Mark } from '@desk/components/Mark';
import { Trans, useLingui } from '@lingui/react/macro';
import type { AuditEventOut } from '@shared/api/gen';
import { actionWords } from '@shared/domain/audit';
import type { StateLook } from '@shared/domain/obligations';
import { minuteOf } from '@shared/time/zone';
import styles from './EventFacts.module.css';

/** One event with everything that was kept of it. */
export function EventFacts({ event, look }: { event: AuditEventOut; look: StateLook }) {
  const { i18n } = useLingui();
  const details = Object.entries(event.details);
  return (
    <>
      <Facts
        facts={[
          { label: <Trans>操作</Trans>, value: actionWords(event.action, (message) => i18n._(message)) },
          { label: <Trans>结果</Trans>, value: <Mark look={look} /> },
          { label: <Trans>时间</Trans>, value: minuteOf(event.at) },
          { label: <Trans>操作人</Trans>, value: event.actor_label },
          { label: <Trans>对象</Trans>, value: event.target_label },
          { label: <Trans>代码</Trans>, value: <code>{event.action}</code> },
          event.target_id !== null && { label: <Trans>对象编号</Trans>, value: <code>{event.target_id}</code> },
          event.request_id !== null && { label: <Trans>请求编号</Trans>, value: <code>{event.request_id}</code> },
        ]}
      />
      {details.length > 0 && (
        <>
          <h3 className={styles.heading}>
            <Trans>详情</Trans>
          </h3>
          <dl className={styles.details}>
            {details.map(([name, value]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </>
  );
}
