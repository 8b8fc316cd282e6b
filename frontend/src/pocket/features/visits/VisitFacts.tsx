import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { itemResultLook } from '@shared/domain/standards';
import { visitDutyLabel, visitModeLabel } from '@shared/domain/visits';
import { minuteOf } from '@shared/time/zone';
import type { ReactNode } from 'react';
import styles from './VisitPage.module.css';

/** What stands in a record; empty lines are left out. */
export function VisitFacts({ visit }: { visit: VisitOut }) {
  const { i18n } = useLingui();
  return (
    <dl className={styles.facts}>
      <Fact name={<Trans>指导员</Trans>}>{visit.instructor_name}</Fact>
      <Fact name={<Trans>到校时间</Trans>}>{minuteOf(visit.started_at)}</Fact>
      <Fact name={<Trans>方式</Trans>}>{i18n._(visitModeLabel[visit.mode])}</Fact>
      <Fact name={<Trans>工作内容</Trans>}>{visit.duties.map((duty) => i18n._(visitDutyLabel[duty])).join('、')}</Fact>
      <Fact name={<Trans>了解到的情况</Trans>}>{visit.findings}</Fact>
      <Fact name={<Trans>建议</Trans>}>{visit.advice}</Fact>
      <Fact name={<Trans>接触人员</Trans>}>{visit.persons_met}</Fact>
      {visit.activity_room?.results.map(({ code, title, result, note }) => (
        <Fact key={code} name={title}>
          {i18n._(itemResultLook[result].label)}
          {note && `（${note}）`}
        </Fact>
      ))}
      <Fact name={<Trans>党群活动室</Trans>}>{visit.activity_room?.summary}</Fact>
      {visit.opinions.map((opinion) => (
        <Fact key={opinion.id} name={<Trans>意见诉求</Trans>}>
          {opinion.text}
        </Fact>
      ))}
      <Fact name={<Trans>附件</Trans>}>{visit.evidence_count > 0 && String(visit.evidence_count)}</Fact>
      <Fact name={<Trans>收到时间</Trans>}>{visit.received_at && minuteOf(visit.received_at)}</Fact>
      {visit.clock_is_off && visit.device_time && (
        <Fact name={<Trans>手机时间</Trans>}>
          <Trans>{minuteOf(visit.device_time)}（与系统时间相差较大）</Trans>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
