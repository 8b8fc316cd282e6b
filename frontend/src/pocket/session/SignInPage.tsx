import { Trans, useLingui } from '@lingui/react/macro';
import { createSession } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import styles from './SignInPage.module.css';
import { askWhoIAm } from './session';

/** The door of the pocket. */
export function SignInPage() {
  const { t } = useLingui();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(true);
    if (!username || !password) return;
    setBusy(true);
    setRefusal('');
    try {
      await createSession({ body: { username: username.trim(), password } });
      await askWhoIAm();
    } catch (error) {
      const problem = asProblem(error);
      setRefusal(
        problem.kind === 'offline'
          ? t`连不上服务器，请检查网络后再试。`
          : problem.detail || t`没有登录成功，请再试一次。`,
      );
      setBusy(false);
    }
  };

  return (
    <main className={styles.page}>
      <header className={styles.brand}>
        <img src="/m/emblem.svg" alt="" width="56" height="56" />
        <h1 className={styles.name}>
          <Trans>手拉手大帮建</Trans>
        </h1>
        <p className={styles.subtitle}>
          <Trans>民办教育党建帮扶 · 手机版</Trans>
        </p>
      </header>
      <form className={styles.form} onSubmit={signIn} noValidate>
        <Field
          label={t`用户名`}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={username}
          error={missing && !username ? t`请填写用户名` : undefined}
          onInput={(event) => setUsername(event.currentTarget.value)}
        />
        <Field
          label={t`密码`}
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          error={missing && !password ? t`请填写密码` : undefined}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        {refusal && (
          <p className={styles.refusal} role="alert">
            {refusal}
          </p>
        )}
        <Button look="main" type="submit" wide busy={busy}>
          <Trans>登录</Trans>
        </Button>
      </form>
      <p className={styles.hint}>
        <Trans>
          第一次使用：扫账号条上的二维码，或打开<a href="/activate">设置密码</a>。忘记密码请联系本局安全管理员。
        </Trans>
      </p>
    </main>
  );
}
