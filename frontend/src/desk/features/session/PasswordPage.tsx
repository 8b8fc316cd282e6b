import { PageHead } from '@desk/components/PageHead';
import { useProblemWords } from '@desk/components/problem-words';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { changePassword } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { NewPasswordFields } from './NewPasswordFields';
import styles from './PasswordPage.module.css';
import { meQuery, useMe } from './queries';

interface Fields {
  current_password: string;
  new_password: string;
  again: string;
}

/** Changes one's own password; the first thing to do after an administrator has set it. */
export function PasswordPage() {
  const { t } = useLingui();
  const me = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const problemWords = useProblemWords();
  const [form] = Form.useForm<Fields>();
  const change = useMutation({
    mutationFn: ({ current_password, new_password }: Fields) =>
      changePassword({ body: { current_password, new_password } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(meQuery);
      toast(t`密码已修改，请记住新密码。`);
      await navigate({ to: '/' });
    },
    onError: (error) => {
      const problem = asProblem(error);
      const fields = (['current_password', 'new_password'] as const).map((name) => {
        const words = problem.field(name);
        return { name, errors: words ? [words] : [] };
      });
      form.setFields(fields);
    },
  });
  return (
    <>
      <PageHead
        title={<Trans>修改密码</Trans>}
        note={me.must_change_password ? <Trans>第一次登录，请先换成您自己的密码。</Trans> : undefined}
      />
      <Form<Fields> form={form} layout="vertical" className={styles.form} onFinish={(values) => change.mutate(values)}>
        <input type="text" name="username" autoComplete="username" value={me.user.username} readOnly hidden />
        <Form.Item
          name="current_password"
          label={t`现在的密码`}
          rules={[{ required: true, message: t`请填写现在的密码` }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <NewPasswordFields />
        {change.isError && (
          <p role="alert" className={styles.refusal}>
            {problemWords(asProblem(change.error)).what}
          </p>
        )}
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          <Trans>保存新密码</Trans>
        </Button>
      </Form>
    </>
  );
}
