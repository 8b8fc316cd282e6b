import { DialogActions } from '@desk/components/Dialog';
import { Refusal } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { readVisit, type VisitOut } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { differences } from './content';
import { Differences } from './Differences';
import type { Decision } from './decisions';
import styles from './VisitForm.module.css';

interface Props {
  visit: VisitOut;
  decision: Decision;
  onDone: (saved: VisitOut) => void;
  onCancel: () => void;
}

const mostCharacters = 300;

/**
 * Asks before something is done to a visit, and why where that matters. When somebody changed it meanwhile, what
 * changed is shown, the reason stays, and it can be done to the visit as it is now.
 */
export function DecisionForm({ visit, decision, onDone, onCancel }: Props) {
  const { t, i18n } = useLingui();
  const [form] = Form.useForm<{ reason: string }>();
  const [opened] = useState(visit);
  const [met, setMet] = useState<VisitOut | null>(null);
  const deciding = useMutation({
    mutationFn: () =>
      decision.run(
        visit.id,
        (met ?? opened).version,
        (form.getFieldValue('reason') as string | undefined)?.trim() ?? '',
      ),
    onSuccess: onDone,
    onError: async (error) => {
      const problem = asProblem(error);
      const words = problem.field('reason');
      if (words) form.setFields([{ name: 'reason', errors: [words] }]);
      if (problem.kind === 'stale') setMet(await readVisit({ path: { id: visit.id } }).catch(() => null));
    },
  });
  const problem = deciding.isError ? asProblem(deciding.error) : null;
  const impossible = met !== null && !met.actions.includes(decision.action);
  const people = new Map([...opened.co_visitors, ...(met?.co_visitors ?? [])].map(({ id, name }) => [id, name]));
  return (
    <Form form={form} layout="vertical" onFinish={() => deciding.mutate()}>
      <p className={styles.note}>{i18n._(decision.meaning)}</p>
      {decision.reason && (
        <Form.Item
          name="reason"
          label={t`原因`}
          rules={[
            { required: true, whitespace: true, message: t`请写明原因` },
            { min: 2, message: t`请写清楚一些，至少 2 个字` },
            { max: mostCharacters, message: t`最多 ${mostCharacters} 个字` },
          ]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} placeholder={i18n._(decision.reason)} />
        </Form.Item>
      )}
      {met && (
        <section className={styles.stale} role="alert">
          <h2>
            <Trans>别人刚改过这条记录</Trans>
          </h2>
          <Differences found={differences(opened, met, { i18n, people })} before={t`您打开时`} after={t`现在`} />
          <p>
            {impossible ? (
              <Trans>现在不能再这样处理。请关闭后查看最新的记录。</Trans>
            ) : (
              <Trans>您的操作还没有生效。看过以后，可以按现在的记录继续。</Trans>
            )}
          </p>
        </section>
      )}
      {problem && !met && <Refusal problem={problem} />}
      <DialogActions>
        <Button onClick={onCancel}>
          <Trans>取消</Trans>
        </Button>
        <Button
          type="primary"
          danger={decision.danger ?? false}
          htmlType="submit"
          disabled={impossible}
          loading={deciding.isPending}
        >
          {met ? <Trans>按现在的记录继续</Trans> : i18n._(decision.label)}
        </Button>
      </DialogActions>
    </Form>
  );
}
