import { Trans, useLingui } from '@lingui/react/macro';
import type { ApiProblem } from '@shared/api/problem';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from './Button';
import { NotReceived } from './Delivery';
import styles from './DraftForm.module.css';

interface Props {
  /** Whether everything that is needed is there. */
  complete: boolean;
  kept: 'not_yet' | 'kept' | 'no_room';
  /** What the sending is at; empty when none is under way. */
  progress: string;
  problem: ApiProblem | null;
  /** The record itself has arrived already, and only its photos have not. */
  photosLeft?: boolean;
  onSend: () => void;
  onDiscard: () => void;
  /** The fields; `tried` tells whether what is missing is to be said. */
  children: (tried: boolean) => ReactNode;
}

/** The frame of every record written on the phone: its fields, what became of it, and the button that sends it. */
export function DraftForm({
  complete,
  kept,
  progress,
  problem,
  photosLeft = false,
  onSend,
  onDiscard,
  children,
}: Props) {
  const { t } = useLingui();
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (complete) onSend();
    else goToFirstError(event.currentTarget);
  };
  const waiting = photosLeft ? t`已送达，照片还没有送完` : t`已保存在本机，还没有提交`;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <fieldset className={styles.fields} disabled={progress !== ''}>
        {children(tried)}
        {problem && <NotReceived problem={problem} photosLeft={photosLeft} />}
        {kept === 'no_room' && (
          <p role="alert" className={styles.noRoom}>
            <Trans>这部手机存不下了，写的内容只在这一页上。请不要关掉，先提交。</Trans>
          </p>
        )}
        <p role="status" className={styles.status}>
          {progress || (kept === 'kept' && waiting)}
        </p>
        {kept === 'kept' && !progress && (
          <Button look="text" onClick={onDiscard}>
            {photosLeft ? <Trans>照片不送了</Trans> : <Trans>清空重填</Trans>}
          </Button>
        )}
        <Button look="main" type="submit" wide busy={progress !== ''}>
          <Trans>提交</Trans>
        </Button>
      </fieldset>
    </form>
  );
}

/** Brings the first thing that is missing into view, once its words stand beside it. */
function goToFirstError(form: HTMLFormElement): void {
  window.setTimeout(() => {
    const wrong = form.querySelector<HTMLElement>('fieldset[aria-describedby] input, [aria-invalid]');
    wrong?.scrollIntoView({ block: 'center' });
    wrong?.focus({ preventScroll: true });
  }, 50);
}
