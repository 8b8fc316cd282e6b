import { Trans } from '@lingui/react/macro';
import { asProblem } from '@shared/api/problem';
import { Button } from 'antd';
import styles from './panels.module.css';
import { useProblemWords } from './problem-words';

interface Props {
  error: unknown;
  /** Tries again; without it the panel offers no button. */
  onRetry?: (() => void) | undefined;
}

/** The error state of a view: what happened, whether work is safe, what to do now, and the number to quote. */
export function ErrorPanel({ error, onRetry }: Props) {
  const problem = asProblem(error);
  const words = useProblemWords()(problem);
  const requestId = problem.requestId;
  return (
    <section className={`${styles.panel} ${styles.error}`} role="alert">
      <h2 className={styles.heading}>{words.what}</h2>
      <p>{words.safe}</p>
      <p>{words.now}</p>
      {onRetry && (
        <Button className={styles.action} onClick={onRetry}>
          <Trans>重试</Trans>
        </Button>
      )}
      {requestId && (
        <p className={styles.reference}>
          <Trans>
            编号 <code>{requestId}</code>
          </Trans>
        </p>
      )}
    </section>
  );
}
