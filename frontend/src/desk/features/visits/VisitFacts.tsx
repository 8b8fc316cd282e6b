import { Card } from '@desk/components/Card';
import { Facts } from '@desk/components/Facts';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { visitChannelLabel, visitModeLabel } from '@shared/domain/visits';
import { minuteOf } from '@shared/time/zone';
import { Link } from '@tanstack/react-router';
import { Length } from './Length';
import { inOneLine } from './looks';
import { useReach } from './reach';
import styles from './VisitPage.module.css';
import { VisitSpan } from './VisitSpan';

/** Who, when and how, and how the record came in. Times of the deed, of entry and of receipt stand apart. */
export function VisitFacts({ visit }: { visit: VisitOut }) {
  const { i18n } = useLingui();
  const ofTheBureau = useReach() === 'bureau';
  const first = visit.first_received_at;
  return (
    <div>
      <Card heading={<Trans>基本情况</Trans>}>
        <Facts
          facts={[
            {
              label: <Trans>机构</Trans>,
              value: (
                <Link to="/organisations/$id" params={{ id: visit.institution_id }}>
                  {visit.institution_name}
                </Link>
              ),
            },
            {
              label: <Trans>指导员</Trans>,
              value: ofTheBureau ? (
                <Link to="/people/$id" params={{ id: visit.instructor_id }}>
                  {visit.instructor_name}
                </Link>
              ) : (
                visit.instructor_name
              ),
            },
            visit.co_visitors.length > 0 && {
              label: <Trans>同行人员</Trans>,
              value: inOneLine(
                visit.co_visitors.map((person) => person.name),
                i18n,
              ),
            },
            { label: <Trans>到校时间</Trans>, value: <VisitSpan visit={visit} /> },
            { label: <Trans>方式</Trans>, value: i18n._(visitModeLabel[visit.mode]) },
            { label: <Trans>接触人员</Trans>, value: visit.persons_met || '—' },
            visit.position !== null && { label: <Trans>签到位置</Trans>, value: <Position visit={visit} /> },
          ]}
        />
      </Card>
      <Card heading={<Trans>填报经过</Trans>}>
        {visit.clock_is_off && <ClockNote visit={visit} />}
        <Facts
          facts={[
            { label: <Trans>渠道</Trans>, value: i18n._(visitChannelLabel[visit.channel]) },
            { label: <Trans>填报人</Trans>, value: visit.entered_by_name },
            { label: <Trans>填报时间</Trans>, value: minuteOf(visit.entered_at) },
            first !== null && { label: <Trans>首次收到时间</Trans>, value: minuteOf(first) },
            visit.received_at !== null &&
              visit.received_at !== first && {
                label: <Trans>最近收到时间</Trans>,
                value: minuteOf(visit.received_at),
              },
            visit.late_reason !== null && { label: <Trans>补报说明</Trans>, value: visit.late_reason },
            { label: <Trans>版本</Trans>, value: <Trans>第 {visit.revision} 版</Trans> },
          ]}
        />
      </Card>
    </div>
  );
}

/** How far from the institution's registered place: a fact beside others, never judged. */
function Position({ visit }: { visit: VisitOut }) {
  const accuracy = visit.position?.accuracy_m;
  const distance = visit.distance_m;
  return (
    <>
      {distance === null ? (
        <Trans>已记录；机构没有登记位置，无法计算距离</Trans>
      ) : distance < 1000 ? (
        <Trans>距登记位置约 {Math.round(distance)} 米</Trans>
      ) : (
        <Trans>距登记位置约 {(distance / 1000).toFixed(1)} 千米</Trans>
      )}
      {accuracy != null && (
        <span className={styles.quiet}>
          <Trans>（定位误差约 {Math.round(accuracy)} 米）</Trans>
        </span>
      )}
    </>
  );
}

/** The device's clock was off: both times are shown, nothing is corrected (domain.md §7). */
function ClockNote({ visit }: { visit: VisitOut }) {
  const seconds = visit.clock_skew_seconds ?? 0;
  const minutes = Math.round(Math.abs(seconds) / 60);
  const device = visit.device_time;
  return (
    <div className={styles.clock}>
      <p>
        {seconds > 0 ? (
          <Trans>
            填报设备的时钟快了约 <Length minutes={minutes} />
            ，两个时间都已保留：
          </Trans>
        ) : (
          <Trans>
            填报设备的时钟慢了约 <Length minutes={minutes} />
            ，两个时间都已保留：
          </Trans>
        )}
      </p>
      {device && (
        <dl>
          <dt>
            <Trans>设备时间</Trans>
          </dt>
          <dd>{minuteOf(device)}</dd>
          <dt>
            <Trans>系统时间</Trans>
          </dt>
          <dd>{minuteOf(new Date(Date.parse(device) - seconds * 1000))}</dd>
        </dl>
      )}
    </div>
  );
}
