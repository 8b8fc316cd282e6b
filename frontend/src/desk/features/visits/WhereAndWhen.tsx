import { Card } from '@desk/components/Card';
import { ChoiceField, DateField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { Trans, useLingui } from '@lingui/react/macro';
import { visitModeLabel } from '@shared/domain/visits';
import { monthOf } from '@shared/time/zone';
import { Form, type FormInstance, Input } from 'antd';
import type { ReactNode } from 'react';
import { Length } from './Length';
import { PeopleField } from './PeopleField';
import { instantOf, lasting } from './times';
import styles from './VisitForm.module.css';
import type { VisitValues } from './values';

interface Props {
  form: FormInstance<VisitValues>;
  /** Who and where: fields of a new visit, or the names of one that is there. */
  head: ReactNode;
  mayChoosePeople: boolean;
  names: Record<string, string>;
  onPicked: (names: Record<string, string>) => void;
}

/** Clocks of two devices differ a little: what lies this near ahead is not yet the future. */
const allowanceMs = 5 * 60_000;

/** The first part of a visit's form: where, who and when. */
export function WhereAndWhen({ form, head, mayChoosePeople, names, onPicked }: Props) {
  const { t, i18n } = useLingui();
  const times = {
    day: Form.useWatch('day', form),
    start: Form.useWatch('start', form),
    end: Form.useWatch('end', form),
  };
  const length = lasting(times);
  const isEarlierMonth = Boolean(times.day) && monthOf(`${times.day}T12:00:00Z`) < monthOf(new Date());
  const notAhead = async (_: unknown, start: string) => {
    if (!start || !times.day) return;
    if (instantOf(times.day, start).getTime() > Date.now() + allowanceMs) {
      throw new Error(t`这个时间还没有到，请改成实际到达的时间`);
    }
  };
  return (
    <Card heading={<Trans>机构和时间</Trans>}>
      {head}
      <div className={styles.times}>
        <DateField name="day" label={t`日期`} required />
        <Form.Item
          name="start"
          label={t`到校时间`}
          dependencies={['day']}
          rules={[{ required: true, message: t`请填写到校时间` }, { validator: notAhead }]}
        >
          <Input type="time" className={styles.time} />
        </Form.Item>
        <Form.Item name="end" label={t`离开时间（选填）`} extra={length && <Lasting {...length} />}>
          <Input type="time" className={styles.time} />
        </Form.Item>
      </div>
      <div className={fields.pair}>
        <ChoiceField
          name="mode"
          label={t`方式`}
          required
          choices={Object.entries(visitModeLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
        />
        {mayChoosePeople && (
          <PeopleField name="co_visitor_ids" label={t`同行人员（选填）`} names={names} onPicked={onPicked} />
        )}
      </div>
      {isEarlierMonth && (
        <Form.Item name="late_reason" label={t`补报说明（选填）`} rules={[{ max: 500, message: t`最多 ${500} 个字` }]}>
          <Input autoComplete="off" placeholder={t`例如：山区没有信号，回县城后补录`} />
        </Form.Item>
      )}
    </Card>
  );
}

/** How long the written times last, so that a slip of the pen is seen at once. */
function Lasting({ minutes, overnight }: { minutes: number; overnight: boolean }) {
  return (
    <>
      <Trans>
        共 <Length minutes={minutes} />
      </Trans>
      {overnight && (
        <strong className={styles.overnight}>
          <Trans>，离开时间记为次日，请核对</Trans>
        </strong>
      )}
    </>
  );
}
