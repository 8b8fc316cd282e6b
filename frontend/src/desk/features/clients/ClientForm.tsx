import { TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { createOauthClient, type OauthClientOpened } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import styles from './Clients.module.css';
import { SecretSheet } from './SecretSheet';

interface Values {
  name: string;
  client_id: string | null;
}

/** Connects a system: opens a client that may read the bureau's figures, and shows its secret once. */
export function ClientForm({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const [opened, setOpened] = useState<OauthClientOpened | null>(null);
  if (opened) {
    return (
      <>
        <SecretSheet opened={opened} />
        <Link to="/clients/$id" params={{ id: opened.id }}>
          <Trans>已记下，去看这个系统</Trans>
        </Link>
      </>
    );
  }
  return (
    <SaveForm<Values>
      initial={{}}
      submit={<Trans>接入</Trans>}
      onCancel={onClose}
      save={async (body) => {
        setOpened(await createOauthClient({ body, headers: idempotencyKey(key) }));
        await queryClient.invalidateQueries({ queryKey: ['clients'] });
      }}
    >
      <p className={styles.said}>
        <Trans>
          接入后，对方可以通过接口读取本局的统计数字：每月有多少家、完成得怎么样。读不到任何机构、人员和学生。
        </Trans>
      </p>
      <TextField name="name" label={t`系统名称`} required max={60} hint={t`例如：市教育局数据平台`} />
      <TextField
        name="client_id"
        label={t`编号`}
        max={40}
        hint={t`留空则自动编一个。3 到 40 个小写字母、数字或短横线，以字母开头。`}
      />
    </SaveForm>
  );
}
