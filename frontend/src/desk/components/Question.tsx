import { Trans } from '@lingui/react/macro';
import { asProblem } from '@shared/api/problem';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { DialogActions } from './Dialog';
import { useProblemWords } from './problem-words';
import styles from './SaveForm.module.css';

interface Props {
  /** What will happen, in plain words. */
  children: ReactNode;
  answer: ReactNode;
  onAnswer: () => Promise<void>;
  onCancel: () => void;
  danger?: boolean;
  /** The answer cannot be given now; `children` say why. */
  disabled?: boolean;
}

/** A question before something that matters: what it does, and two buttons. Stands inside a `Dialog`. */
export function Question({ children, answer, onAnswer, onCancel, danger = false, disabled = false }: Props) {
  const words = useProblemWords();
  const doing = useMutation({ mutationFn: onAnswer });
  const problem = doing.isError ? asProblem(doing.error) : null;
  return (
    <>
      <div className={styles.question}>{children}</div>
      {problem && (
        <p role="alert" className={styles.refusal}>
          {words(problem).what} {words(problem).now}
        </p>
      )}
      <DialogActions>
        <Button onClick={onCancel}>
          <Trans>取消</Trans>
        </Button>
        <Button
          type="primary"
          danger={danger}
          disabled={disabled}
          loading={doing.isPending}
          onClick={() => doing.mutate()}
        >
          {answer}
        </Button>
      </DialogActions>
    </>
  );
}
