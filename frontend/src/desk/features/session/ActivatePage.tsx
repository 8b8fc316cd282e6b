import { ButtonLink } from '@desk/components/ButtonLink';
import { useProblemWords } from '@desk/components/problem-words';
import { Brand } from '@desk/shell/Brand';
import { LanguageSwitch } from '@desk/shell/LanguageSwitch';
import { Trans, useLingui } from '@lingui/react/macro';
import { activateAccount } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import styles from './entrance.module.css';
import { NewPasswordFields } from './NewPasswordFields';

interface Fields {
  code: string;
  new_password: string;
}

/**
 * Sets a first or a new password with the one-time code of a slip. The code comes in the address behind `#`, which never
 * leaves the browser; it is taken out of the address at once.
 */
export function ActivatePage() {
  const { t } = useLingui();
  const words = useProblemWords();
  const [form] = Form.useForm<Fields>();
  const [scanned] = useState(takeCode);
  const activating = useMutation({
    mutationFn: ({ code, new_password }: Fields) => activateAccount({ body: { code, password: new_password } }),
    onError: (error) => {
      const about = asProblem(error).field('password');
      if (about) form.setFields([{ name: 'new_password', errors: [about] }]);
    },
  });
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Brand large />
        {activating.isSuccess ? (
          <>
            <h1 className={styles.title}>
              <Trans>密码已设好</Trans>
            </h1>
            <p className={styles.lead}>
              <Trans>以后用账号条上的登录名和您刚设的密码登录。</Trans>
            </p>
            <div className={styles.ways}>
              <ButtonLink primary size="large" block to="/sign-in">
                <Trans>在电脑上登录</Trans>
              </ButtonLink>
              <Button size="large" block href="/m/">
                <Trans>在手机上登录</Trans>
              </Button>
            </div>
          </>
        ) : (
          <>
            <h1 className={styles.title}>
              <Trans>设置密码</Trans>
            </h1>
            <Form<Fields>
              form={form}
              layout="vertical"
              size="large"
              initialValues={{ code: scanned }}
              onFinish={(values) => activating.mutate(values)}
            >
              <Form.Item
                name="code"
                label={t`激活码`}
                extra={scanned ? t`已从二维码读入。` : t`账号条上的 32 位字母和数字，不分大小写，横线可以不输。`}
                rules={[{ required: true, message: t`请填写账号条上的激活码` }]}
              >
                <Input autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} />
              </Form.Item>
              <NewPasswordFields />
              {activating.isError && (
                <p className={styles.refusal} role="alert">
                  {words(asProblem(activating.error)).what}
                </p>
              )}
              <Button type="primary" htmlType="submit" block loading={activating.isPending}>
                <Trans>设好密码</Trans>
              </Button>
            </Form>
          </>
        )}
      </div>
      <LanguageSwitch />
    </main>
  );
}

/** The code behind `#`, which then disappears from the address and so from the history. */
function takeCode(): string {
  const code = decodeURIComponent(window.location.hash.slice(1));
  if (code) window.history.replaceState(window.history.state, '', window.location.pathname);
  return code;
}
