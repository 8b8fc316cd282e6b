import { Trans, useLingui } from '@lingui/react/macro';
import type { ApiProblem } from '@shared/api/problem';
import { Button } from 'antd';
import styles from './SaveForm.module.css';

interface Props {
  problem: ApiProblem;
  labels: Record<string, string | undefined>;
  /** Fields that cannot be settled here: where one of them differs, the page has to be read anew. */
  whole?: readonly string[];
  formValue: (name: string) => unknown;
  /** Takes the other's value of a field into the form. */
  onTake: (name: string, value: unknown) => void;
  /** Saves what stands in the form over the version that is there now. */
  onSave: () => void;
}

/** Somebody changed the record while it was open: both versions side by side, to be settled field by field. */
export function StaleChoice({ problem, labels, whole = [], formValue, onTake, onSave }: Props) {
  const { t } = useLingui();
  if (Object.keys(problem.differing).some((name) => whole.includes(name))) {
    return (
      <div role="alert" className={styles.stale}>
        <strong>
          <Trans>您打开之后，这条内容被别人改过</Trans>
        </strong>
        <p>
          <Trans>您的改动还没有保存，也没有盖掉别人的。请先记下您填写的内容，再刷新页面，在最新的内容上修改。</Trans>
        </p>
      </div>
    );
  }
  const differing = Object.entries(problem.differing).filter(([name]) => labels[name]);
  return (
    <div role="alert" className={styles.stale}>
      <strong>
        <Trans>您打开之后，这条内容被别人改过</Trans>
      </strong>
      {differing.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">
                <Trans>项目</Trans>
              </th>
              <th scope="col">
                <Trans>别人改成</Trans>
              </th>
              <th scope="col">
                <Trans>您填写的</Trans>
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {differing.map(([name, theirs]) => (
              <tr key={name}>
                <th scope="row">{labels[name]}</th>
                <td>{shown(theirs)}</td>
                <td>{shown(formValue(name))}</td>
                <td>
                  <Button size="small" onClick={() => onTake(name, theirs)} aria-label={t`${labels[name]}：采用别人的`}>
                    <Trans>采用别人的</Trans>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <Trans>您的改动还没有保存。逐项看过以后，可以按表单里现在的内容保存。</Trans>
      </p>
      <Button onClick={onSave}>
        <Trans>按表单内容保存</Trans>
      </Button>
    </div>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
