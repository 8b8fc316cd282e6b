import { useProblemWords } from '@desk/components/problem-words';
import { Brand } from '@desk/shell/Brand';
import { LanguageSwitch } from '@desk/shell/LanguageSwitch';
import { Trans, useLingui } from '@lingui/react/macro';
import { createSession } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import styles from './entrance.module.css';

interface Credentials {
  username: string;
  password: string;
}

/** The door: user name and password. `onSignedIn` goes where the person wanted to go. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useLingui();
  const problemWords = useProblemWords();
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => createSession({ body: credentials }),
    onSuccess: onSignedIn,
  });
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Brand large />
        <h1 className={styles.title}>
          <Trans>登录</Trans>
        </h1>
        <Form<Credentials> layout="vertical" size="large" onFinish={(values) => signIn.mutate(values)}>
          <Form.Item name="username" label={t`用户名`} rules={[{ required: true, message: t`请填写用户名` }]}>
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          </Form.Item>
          <Form.Item name="password" label={t`密码`} rules={[{ required: true, message: t`请填写密码` }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {signIn.isError && (
            <p className={styles.refusal} role="alert">
              {problemWords(asProblem(signIn.error)).what}
            </p>
          )}
          <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
            <Trans>登录</Trans>
          </Button>
        </Form>
        <ul className={styles.hints}>
          <li>
            <Trans>
              第一次使用：用账号条上的激活码<a href="/activate">设置密码</a>。
            </Trans>
          </li>
          <li>
            <Trans>忘记密码：请联系本局安全管理员重置。</Trans>
          </li>
          <li>
            <Trans>
              用手机填报：打开<a href="/m/">手机版</a>。
            </Trans>
          </li>
        </ul>
      </div>
      <LanguageSwitch />
    </main>
  );
}
