import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import lines from '@desk/features/organisations/OrganisationPage.module.css';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { OauthClientOpened, OauthClientOut } from '@shared/api/gen';
import { clientStatusLook } from '@shared/domain/clients';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { DisableQuestion, SecretForm } from './ClientQuestions';
import { GrantForm } from './GrantForm';
import { GrantList } from './GrantList';
import { clientQuery, grantsQuery } from './queries';
import { SecretSheet } from './SecretSheet';

/** One system: its secrets, what the bureau lets it read, and closing it. */
export function ClientPage({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useQuery(clientQuery(id));
  const grants = useQuery({ ...grantsQuery(query.data?.client_id), enabled: query.isSuccess });
  const mayWrite = usePermission('clients:write');
  const [open, setOpen] = useState<'secret' | 'disable' | 'grant' | null>(null);
  const [fresh, setFresh] = useState<OauthClientOpened | null>(null);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const client = query.data;
  const close = () => setOpen(null);
  const working = mayWrite && client.status === 'active';
  return (
    <>
      <PageHead
        title={client.name}
        note={<Mark look={clientStatusLook[client.status]} />}
        actions={
          working && (
            <>
              <Button onClick={() => setOpen('secret')}>
                <Trans>换密钥</Trans>
              </Button>
              <Button danger onClick={() => setOpen('disable')}>
                <Trans>停用</Trans>
              </Button>
            </>
          )
        }
      />
      {fresh && <SecretSheet opened={fresh} />}
      <Card heading={<Trans>系统</Trans>}>
        <Facts
          facts={[
            { label: <Trans>编号</Trans>, value: client.client_id },
            { label: <Trans>接入时间</Trans>, value: minuteOf(client.created_at) },
            client.disabled_at !== null && { label: <Trans>停用时间</Trans>, value: minuteOf(client.disabled_at) },
          ]}
        />
      </Card>
      <Card heading={<Trans>有效的密钥</Trans>}>
        <Secrets client={client} />
      </Card>
      <Card
        heading={<Trans>本局的授权</Trans>}
        actions={
          working &&
          grants.data?.every((grant) => grant.ended_at) && (
            <Button onClick={() => setOpen('grant')}>
              <Trans>重新授权</Trans>
            </Button>
          )
        }
      >
        <GrantList clientId={client.client_id} mayWrite={mayWrite} />
      </Card>
      <Dialog open={open === 'secret'} title={t`换密钥`} onClose={close}>
        <SecretForm
          client={client}
          onCancel={close}
          onOpened={(opened) => {
            setFresh(opened);
            close();
          }}
        />
      </Dialog>
      <Dialog open={open === 'disable'} title={t`停用${client.name}？`} onClose={close}>
        <DisableQuestion client={client} onDone={close} />
      </Dialog>
      <Dialog open={open === 'grant'} title={t`授权读取统计数字`} onClose={close}>
        <GrantForm clientId={client.client_id} onDone={close} />
      </Dialog>
    </>
  );
}

function Secrets({ client }: { client: OauthClientOut }) {
  if (client.secrets.length === 0) {
    return (
      <p className={lines.nothing}>
        <Trans>没有有效的密钥，这个系统登录不了。</Trans>
      </p>
    );
  }
  return (
    <ul className={lines.lines}>
      {client.secrets.map((secret) => (
        <li key={secret.id}>
          <Trans>{minuteOf(secret.created_at)} 生成</Trans>
          <span className={lines.quiet}>
            {secret.expires_at ? <Trans>用到 {minuteOf(secret.expires_at)} 为止</Trans> : <Trans>一直有效</Trans>}
          </span>
        </li>
      ))}
    </ul>
  );
}
