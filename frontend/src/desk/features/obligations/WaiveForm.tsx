import { Dialog } from '@desk/components/Dialog';
import { TextField } from '@desk/components/FormFields';
import { Question } from '@desk/components/Question';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type ObligationOut, type WaiversOut, waiveObligations } from '@shared/api/gen';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { monthInWords } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { InstitutionTicks } from './InstitutionTicks';
import styles from './WaiveMonth.module.css';
import { mostAtOnce, planOf, type WaivePlan } from './waive-plan';

interface Props {
  /** Everybody who owes the month, within the filters. */
  rows: readonly ObligationOut[];
  month: string;
  onDone: (made: WaiversOut) => void;
}

/** Tick, say why, look at what will happen, confirm. What the service refuses stands beside what it is about. */
export function WaiveForm({ rows, month, onDone }: Props) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<ApiProblem | null>(null);
  const plan = planOf(rows, ticked);
  const count = plan.fresh.length;
  const tooMany = count > mostAtOnce;

  const waive = async () => {
    const reason = form.getFieldValue('reason').trim();
    const institution_ids = plan.fresh.map((row) => row.institution_id);
    try {
      const made = await waiveObligations({ body: { month, institution_ids, reason } });
      onDone(made);
      await queryClient.invalidateQueries();
    } catch (error) {
      const problem = asProblem(error);
      if (problem.fields.length === 0) throw error;
      const aboutReason = problem.field('reason');
      form.setFields([{ name: 'reason', errors: aboutReason ? [aboutReason] : [] }]);
      setRefusal(problem);
      setAsking(false);
    }
  };

  return (
    <div className={styles.steps}>
      <InstitutionTicks rows={rows} ticked={ticked} onChange={setTicked} />
      {refusal && <Refused problem={refusal} sent={plan.fresh} />}
      <Form form={form} layout="vertical" onFinish={() => setAsking(true)}>
        <div className={styles.reason}>
          <TextField name="reason" label={t`免除原因`} required max={300} hint={t`例如：暑假全县停课`} />
        </div>
        <div className={styles.actions}>
          <Button type="primary" size="large" htmlType="submit" disabled={count === 0 || tooMany}>
            <Plural value={count} _0="请先勾选机构" other="免除 # 所机构" />
          </Button>
          <div role="status" className={styles.plan}>
            <PlanWords plan={plan} />
            {tooMany && <p>{t`一次最多 ${mostAtOnce} 所，请分批。`}</p>}
          </div>
        </div>
      </Form>
      <Dialog open={asking} title={t`免除${monthInWords(month, i18n.locale)}的任务？`} onClose={() => setAsking(false)}>
        <Question
          answer={<Plural value={count} other="免除 # 所机构" />}
          onAnswer={waive}
          onCancel={() => setAsking(false)}
        >
          <PlanWords plan={plan} />
          <p>
            <Trans>原因：{form.getFieldValue('reason')}</Trans>
          </p>
        </Question>
      </Dialog>
    </div>
  );
}

/** What confirming will do and what it leaves alone. */
function PlanWords({ plan }: { plan: WaivePlan }) {
  return (
    <ul>
      {plan.fresh.length > 0 && (
        <li>
          <Plural value={plan.fresh.length} other="将免除 # 所机构。" />
        </li>
      )}
      {plan.visited > 0 && (
        <li>
          <Plural value={plan.visited} other="其中 # 所这个月已有算数的入校指导，免除后一样列为「已免除」。" />
        </li>
      )}
      {plan.already > 0 && (
        <li>
          <Plural value={plan.already} other="名单里有 # 所之前已经免除，不会再改。" />
        </li>
      )}
    </ul>
  );
}

/** Which institutions or which month the service refused, and why. */
function Refused({ problem, sent }: { problem: ApiProblem; sent: readonly ObligationOut[] }) {
  const others = problem.fields.filter(({ pointer }) => pointer !== '/reason');
  if (others.length === 0) return null;
  return (
    <div role="alert" className={styles.refusal}>
      <p>
        <Trans>没有免除任何机构，请先改正：</Trans>
      </p>
      <ul>
        {others.map((field) => (
          <li key={field.pointer + field.code}>
            {sent[Number(field.pointer.split('/')[2])]?.institution_name} {field.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
