import { Card } from '@desk/components/Card';
import { TextField } from '@desk/components/FormFields';
import { Refusal } from '@desk/components/SaveForm';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { readVisit, type VisitOut } from '@shared/api/gen';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useCallback, useState } from 'react';
import { OpinionRows } from './OpinionRows';
import { RoomRows } from './RoomRows';
import { StaleVisit } from './StaleVisit';
import { type Aim, saveVisit } from './saving';
import type { Typed } from './typed';
import styles from './VisitForm.module.css';
import { fieldOf, type VisitValues } from './values';
import { WhatWasDone } from './WhatWasDone';
import { WhereAndWhen } from './WhereAndWhen';

export interface HeadProps {
  form: FormInstance<VisitValues>;
  names: Record<string, string>;
  onPicked: (names: Record<string, string>) => void;
}

interface Props {
  begun: Typed;
  /** Who and where: fields of a new visit, or the names of one that is there. */
  head: (props: HeadProps & { base: VisitOut | null }) => ReactNode;
  mayChoosePeople: boolean;
  /** The buttons, the main one last. */
  aims: readonly { aim: Aim; label: ReactNode }[];
  /** Told of every change, to keep what is typed. */
  onTyped: (typed: Typed) => void;
  onDone: (visit: VisitOut, aim: Aim) => void;
  onCancel: () => void;
}

/** The form of a visit: to record one, to go on with a draft, to answer a return, to correct. */
export function VisitForm({ begun, head, mayChoosePeople, aims, onTyped, onDone, onCancel }: Props) {
  const { t, i18n } = useLingui();
  const [form] = Form.useForm<VisitValues>();
  const [base, setBase] = useState(begun.base);
  const [names, setNames] = useState(begun.names);
  const [met, setMet] = useState<VisitOut | null>(null);
  const typed = (): Typed => ({ id: begun.id, values: form.getFieldsValue(true), base, names });

  const saving = useMutation({
    mutationFn: ({ aim, over }: { aim: Aim; over: VisitOut | null }) =>
      saveVisit({
        id: begun.id,
        base: over,
        values: form.getFieldsValue(true),
        aim,
        onSaved: (visit) => {
          setBase(visit);
          setMet(null);
          onTyped({ ...typed(), base: visit });
        },
      }),
    onSuccess: (visit, { aim }) => onDone(visit, aim),
    onError: async (error) => {
      const problem = asProblem(error);
      markFields(form, problem);
      if (problem.kind === 'stale') setMet(await readVisit({ path: { id: begun.id } }).catch(() => null));
    },
  });
  const problem = saving.isError ? asProblem(saving.error) : null;
  const onPicked = useCallback((picked: Record<string, string>) => setNames((known) => ({ ...known, ...picked })), []);

  const save = async (aim: Aim) => {
    const valid = await form.validateFields().catch(() => null);
    const missing = valid && aim !== 'keep' ? missingIn(form.getFieldsValue(true)) : [];
    form.setFields(missing.map(({ name, words }) => ({ name, errors: [i18n._(words)] })));
    if (valid && missing.length === 0) saving.mutate({ aim, over: base });
    else toFirstError(form);
  };

  return (
    <Form<VisitValues>
      form={form}
      layout="vertical"
      className={styles.form}
      initialValues={begun.values}
      onValuesChange={() => onTyped(typed())}
    >
      {met && base && (
        <StaleVisit
          before={base}
          now={met}
          values={form.getFieldsValue(true)}
          names={names}
          onTake={(values) => {
            form.setFieldsValue(values);
            onTyped(typed());
          }}
          onGoOn={() => {
            setBase(met);
            setMet(null);
            saving.reset();
          }}
        />
      )}
      {aims.some(({ aim }) => aim === 'revise') && (
        <Card heading={<Trans>更正说明</Trans>}>
          <TextField
            name="reason"
            label={t`为什么更正`}
            required
            max={300}
            hint={t`原来的内容会保留，机构将重新确认一次。`}
          />
        </Card>
      )}
      <WhereAndWhen
        form={form}
        head={head({ form, names, onPicked, base })}
        mayChoosePeople={mayChoosePeople}
        names={names}
        onPicked={onPicked}
      />
      <WhatWasDone />
      <RoomRows />
      <OpinionRows />
      {problem && !met && <Refusal problem={problem} />}
      <div className={styles.bar}>
        <span className={styles.kept}>
          <Trans>填写的内容随时保存在这台电脑上。</Trans>
        </span>
        <Button onClick={onCancel}>
          <Trans>取消</Trans>
        </Button>
        {aims.map(({ aim, label }, index) => (
          <Button
            key={aim}
            type={index === aims.length - 1 ? 'primary' : 'default'}
            loading={saving.isPending && saving.variables.aim === aim}
            disabled={saving.isPending}
            onClick={() => void save(aim)}
          >
            {label}
          </Button>
        ))}
      </div>
    </Form>
  );
}

/** What a visit needs before it is handed in: few things, so that little has to be written. */
function missingIn(values: VisitValues): { name: 'duties' | 'findings'; words: MessageDescriptor }[] {
  const noDuty = values.duties.length === 0;
  const noText = !values.findings.trim() && !values.advice.trim();
  return [
    ...(noDuty ? [{ name: 'duties' as const, words: msg`请至少选一项工作内容` }] : []),
    ...(noText ? [{ name: 'findings' as const, words: msg`请写一句了解到的情况，或者写一句建议` }] : []),
  ];
}

/** Puts what the service refused beside the fields that it means. */
function markFields(form: FormInstance<VisitValues>, problem: ApiProblem): void {
  const marked = problem.fields.flatMap((field) => {
    const name = fieldOf(field.pointer);
    return name ? [{ name: name as never, errors: [field.message] }] : [];
  });
  form.setFields(marked);
  toFirstError(form);
}

function toFirstError(form: FormInstance<VisitValues>): void {
  const first = form.getFieldsError().find((field) => field.errors.length > 0);
  if (first) form.scrollToField(first.name as never, { block: 'center', behavior: 'smooth', focus: true });
}
