import { Trans } from '@lingui/react/macro';
import { asProblem } from '@shared/api/problem';
import type { ReactNode } from 'react';
import { Button } from './Button';
import { Panel } from './Panel';

/** A view that could not be read: what it was, that nothing on this phone is lost, and another try. */
export function Failure({ error, title, again }: { error: unknown; title: ReactNode; again: () => void }) {
  const problem = asProblem(error);
  return (
    <Panel
      look="error"
      title={title}
      requestId={problem.requestId}
      action={
        <Button onClick={again}>
          <Trans>重试</Trans>
        </Button>
      }
    >
      {problem.kind === 'offline' ? (
        <Trans>连不上服务器，请检查网络。已保存在手机里的内容不受影响。</Trans>
      ) : (
        <Trans>已保存在手机里的内容不受影响。</Trans>
      )}
    </Panel>
  );
}
