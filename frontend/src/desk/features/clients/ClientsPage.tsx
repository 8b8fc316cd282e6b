import { Card } from '@desk/components/Card';
import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar } from '@desk/components/FilterBar';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { OauthClientOut } from '@shared/api/gen';
import { clientStatusLook } from '@shared/domain/clients';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { ClientForm } from './ClientForm';
import styles from './Clients.module.css';
import { GrantForm } from './GrantForm';
import { GrantList } from './GrantList';
import { type ClientFilters, clientsQuery } from './queries';

type Search = ListSearch & { status?: string };

const columns: Column<OauthClientOut>[] = [
  {
    key: 'name',
    title: msg`系统`,
    fixed: true,
    render: (row) => (
      <Link to="/clients/$id" params={{ id: row.id }}>
        {row.name}
      </Link>
    ),
  },
  { key: 'client_id', title: msg`编号`, render: (row) => row.client_id },
  { key: 'status', title: msg`状态`, render: (row) => <Mark look={clientStatusLook[row.status]} /> },
  { key: 'secrets', title: msg`有效密钥`, align: 'end', render: (row) => row.secrets.length },
  { key: 'created_at', title: msg`接入时间`, render: (row) => minuteOf(row.created_at) },
];

/** Systems that read over the interface, and what the bureau lets them read; for the security administrator. */
export function ClientsPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayWrite = usePermission('clients:write');
  const [open, setOpen] = useState<'client' | 'grant' | null>(null);
  const query = useQuery(clientsQuery({ ...(search as ClientFilters), include: 'total' }));
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        title={<Trans>对接系统</Trans>}
        note={<Trans>别的系统通过接口读取本局的统计数字。停用、结束授权都立即生效。</Trans>}
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setOpen('client')}>
              <Trans>接入一个系统</Trans>
            </Button>
          )
        }
      />
      <FilterBar onClear={search.status ? list.clear : undefined}>
        <ChoiceFilter
          label={t`状态`}
          value={search.status}
          onChange={(status) => list.change({ status })}
          choices={Object.entries(clientStatusLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id="clients"
        caption={t`对接系统列表`}
        columns={columns}
        search={search}
        query={query}
        rowKey={(row) => row.id}
        empty={
          search.status ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的系统</Trans>}>
              <Trans>清除筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有接入任何系统</Trans>}>
              <Trans>市局要读取统计数字时，在这里接入它的系统，把编号和密钥交给对方。</Trans>
            </EmptyPanel>
          )
        }
      />
      <div className={styles.apart}>
        <Card
          heading={<Trans>本局给出的授权</Trans>}
          actions={
            mayWrite && (
              <Button onClick={() => setOpen('grant')}>
                <Trans>授权上级的系统</Trans>
              </Button>
            )
          }
        >
          <GrantList mayWrite={mayWrite} />
        </Card>
      </div>
      <Dialog open={open === 'client'} title={t`接入一个系统`} onClose={close}>
        <ClientForm onClose={close} />
      </Dialog>
      <Dialog open={open === 'grant'} title={t`授权读取统计数字`} onClose={close}>
        <GrantForm onDone={close} />
      </Dialog>
    </>
  );
}
