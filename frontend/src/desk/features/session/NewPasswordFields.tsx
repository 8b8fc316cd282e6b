import { useLingui } from '@lingui/react/macro';
import { Form, Input } from 'antd';

/** As many characters as the service asks for (promises.md S10); it also refuses common ones. */
const shortest = 12;

/** A new password and the same once more; the value is `new_password`. */
export function NewPasswordFields() {
  const { t } = useLingui();
  return (
    <>
      <Form.Item
        name="new_password"
        label={t`新密码`}
        extra={t`至少 ${shortest} 个字符，不要用常见的密码。几个不相干的词连在一起，好记又安全。`}
        rules={[
          { required: true, message: t`请填写新密码` },
          { min: shortest, message: t`新密码至少 ${shortest} 个字符` },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t`再输一遍新密码`}
        dependencies={['new_password']}
        rules={[
          { required: true, message: t`请再输一遍新密码` },
          ({ getFieldValue }) => ({
            validator: (_, value: string) =>
              !value || getFieldValue('new_password') === value
                ? Promise.resolve()
                : Promise.reject(new Error(t`两次输入的新密码不一样`)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
