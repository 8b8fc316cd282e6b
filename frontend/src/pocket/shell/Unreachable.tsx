import { Trans } from '@lingui/react/macro';
import type { ApiProblem } from '@shared/api/problem';
import { useState } from 'react';
import { askWhoIAm } from '../session/session';
import { Button } from '../ui/Button';
import { Panel } from '../ui/Panel';
import styles from './Unreachable.module.css';

/** The service gave no usable answer to «who am I». */
export function Unreachable({ problem }: { problem: ApiProblem }) {
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await askWhoIAm();
    setBusy(false);
  };
  return (
    <main className={styles.page}>
      <Panel
        look="error"
        title={problem.kind === 'offline' ? <Trans>连不上服务器</Trans> : <Trans>系统出了问题</Trans>}
        requestId={problem.requestId}
        action={
          <Button look="main" busy={busy} onClick={again}>
            <Trans>重试</Trans>
          </Button>
        }
      >
        <p>
          <Trans>已保存在手机里的内容不受影响。请检查网络，稍后再试。</Trans>
        </p>
      </Panel>
    </main>
  );
}
