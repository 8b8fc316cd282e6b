import { Trans, useLingui } from '@lingui/react/macro';
import { deleteSession, listSessions, type SessionOut } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { minuteOf } from '@shared/time/zone';
import { useState } from 'react';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Sheet } from '../../ui/Sheet';
import { toast } from '../../ui/Toast';
import { useLoaded } from '../../useLoaded';
import styles from './AccountPage.module.css';

/** The service's largest page; nobody is signed in more often. */
const most = 200;

/** The other devices in which this account is signed in, and the way to end one; nobody else sees them. */
export function SignIns() {
  const { t } = useLingui();
  const loaded = useLoaded(() => listSessions({ query: { limit: most } }), []);
  const [ending, setEnding] = useState<SessionOut | null>(null);
  const heading = <Trans>登录的设备</Trans>;
  if (loaded.state === 'loading') {
    return (
      <Card heading={heading}>
        <p className={styles.note}>
          <Trans>正在载入…</Trans>
        </p>
      </Card>
    );
  }
  if (loaded.state === 'failed') {
    return (
      <Card heading={heading}>
        <p role="alert" className={styles.refusal}>
          <Trans>没有读到登录的设备。</Trans> {asProblem(loaded.error).requestId}
        </p>
        <Button onClick={loaded.again}>
          <Trans>重试</Trans>
        </Button>
      </Card>
    );
  }
  return (
    <Card heading={heading}>
      <ul className={styles.devices}>
        {loaded.value.items.map((session) => (
          <li key={session.id} className={styles.device}>
            <p>
              <strong>{session.device_label}</strong>
              {session.current && (
                <>
                  {' · '}
                  <Trans>本机</Trans>
                </>
              )}
            </p>
            <p className={styles.note}>
              <Trans>{minuteOf(session.created_at)} 登录</Trans>
            </p>
            {!session.current && (
              <Button onClick={() => setEnding(session)}>
                <Trans>让它退出</Trans>
                <span className="visually-hidden">
                  {session.device_label} {minuteOf(session.created_at)}
                </span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {loaded.value.items.length === 1 && (
        <p className={styles.note}>
          <Trans>没有别的设备登录着您的账号。</Trans>
        </p>
      )}
      <Sheet open={ending !== null} title={<Trans>让这台设备退出登录？</Trans>} onClose={() => setEnding(null)}>
        {ending && (
          <EndQuestion
            session={ending}
            onCancel={() => setEnding(null)}
            onDone={() => {
              setEnding(null);
              toast(t`那台设备已退出登录。`);
              loaded.again();
            }}
          />
        )}
      </Sheet>
    </Card>
  );
}

interface QuestionProps {
  session: SessionOut;
  onDone: () => void;
  onCancel: () => void;
}

function EndQuestion({ session, onDone, onCancel }: QuestionProps) {
  const { t } = useLingui();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');
  const end = async () => {
    setBusy(true);
    try {
      await deleteSession({ path: { id: session.id } });
      onDone();
    } catch (error) {
      setRefusal(asProblem(error).detail || t`没有退出成功，请检查网络后再试。`);
      setBusy(false);
    }
  };
  return (
    <>
      <p>
        <Trans>
          {session.device_label}，{minuteOf(session.created_at)} 登录。不认识这台设备，请再到电脑版修改密码。
        </Trans>
      </p>
      {refusal && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
      <Button wide look="danger" busy={busy} onClick={end}>
        <Trans>让它退出</Trans>
      </Button>
      <Button wide onClick={onCancel}>
        <Trans>取消</Trans>
      </Button>
    </>
  );
}
