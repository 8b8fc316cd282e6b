import { Trans } from '@lingui/react/macro';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useId } from 'react';
import { DialogActions } from './Dialog';
import { useProblemWords } from './problem-words';
import styles from './SaveForm.module.css';
import { StaleChoice } from './StaleChoice';

export interface SaveFormProps<Values extends object> {
  initial: Partial<Values>;
  /** Saves; `version` is the one to name instead of the loaded one, after somebody else's change was looked at. */
  save: (values: Values, version: number | null) => Promise<void>;
  submit: ReactNode;
  onCancel?: () => void;
  /** Names of the fields, for showing what somebody else changed meanwhile. */
  labels?: { [Name in keyof Values]?: string };
  /** Fields that cannot be settled one by one: where somebody changed one meanwhile, the page is read anew. */
  whole?: readonly (keyof Values & string)[];
  children: ReactNode | ((form: FormInstance<Values>) => ReactNode);
}

/**
 * A form that saves. Refusals stand beside their fields, or above the buttons where no field is meant; what was typed is
 * kept. When somebody else changed the record meanwhile, both versions are offered field by field (promises.md R4).
 */
export function SaveForm<Values extends object>(props: SaveFormProps<Values>) {
  const [form] = Form.useForm<Values>();
  const saving = useMutation({
    mutationFn: ({ values, version }: { values: Values; version: number | null }) =>
      props.save(withoutEmpty(values), version),
    onError: (error) => markFields(form, asProblem(error)),
  });
  const problem = saving.isError ? asProblem(saving.error) : null;
  const save = (version: number | null) => saving.mutate({ values: form.getFieldsValue(), version });
  return (
    <Form<Values>
      name={useId()}
      form={form}
      layout="vertical"
      initialValues={props.initial}
      onFinish={() => save(null)}
    >
      {typeof props.children === 'function' ? props.children(form) : props.children}
      {problem?.currentVersion != null ? (
        <StaleChoice
          problem={problem}
          labels={props.labels ?? {}}
          whole={props.whole ?? []}
          formValue={(name) => form.getFieldValue(name as never)}
          onTake={(name, value) => form.setFieldValue(name as never, value as never)}
          onSave={() => save(problem.currentVersion)}
        />
      ) : (
        problem && <Refusal problem={problem} />
      )}
      <DialogActions>
        {props.onCancel && (
          <Button onClick={props.onCancel}>
            <Trans>取消</Trans>
          </Button>
        )}
        {problem?.currentVersion == null && (
          <Button type="primary" htmlType="submit" loading={saving.isPending}>
            {props.submit}
          </Button>
        )}
      </DialogActions>
    </Form>
  );
}

/** What the service said; field problems without a field of ours are listed too, so that none is lost. */
export function Refusal({ problem }: { problem: ApiProblem }) {
  const words = useProblemWords()(problem);
  return (
    <div role="alert" className={styles.refusal}>
      <p>{words.what}</p>
      {problem.kind !== 'invalid' && <p>{words.now}</p>}
      <ul>
        {problem.fields.map((field) => (
          <li key={field.pointer + field.code}>{field.message}</li>
        ))}
      </ul>
    </div>
  );
}

function markFields<Values extends object>(form: FormInstance<Values>, problem: ApiProblem): void {
  const names = Object.keys(form.getFieldsValue());
  form.setFields(
    names.map((name) => {
      const words = problem.field(name);
      return { name: name as never, errors: words ? [words] : [] };
    }),
  );
}

/** An emptied field is sent as `null`: «nothing», not an empty text. */
function withoutEmpty<Values extends object>(values: Values): Values {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.trim() || null : value === undefined ? null : value,
  ]);
  return Object.fromEntries(entries) as Values;
}
