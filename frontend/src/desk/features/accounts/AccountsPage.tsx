import { ButtonLink } from '@desk/components/ButtonLink';
import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { UserOut } from '@shared/api/gen';
import { accountStatusLook } from '@shared/domain/accounts';
import { roleLabel } from '@shared/domain/roles';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { AccountForm } from './AccountForm';
import { type AccountFilters, accountsQuery } from './queries';
import { RolesLine } from './RolesLine';

type Search = ListSearch & { role?: string; status?: string; organisation_id?: string };

const columns: Column<UserOut>[] = [
  {
    key: 'name',
    title: msg`姓名`,
    fixed: true,
    sort: 'name',
    render: (row) => (
      <Link to="/accounts/$id" params={{ id: row.id }}>
        {row.name}
      </Link>
    ),
  },
  { key: 'username', title: msg`登录名`, sort: 'username', render: (row) => row.username },
  { key: 'roles', title: msg`角色`, render: (row) => <RolesLine roles={row.roles} /> },
  { key: 'status', title: msg`状态`, render: (row) => <Mark look={accountStatusLook[row.status]} /> },
  {
    key: 'last_signed_in_at',
    title: msg`最近登录`,
    render: (row) => (row.last_signed_in_at ? minuteOf(row.last_signed_in_at) : '—'),
  },
  { key: 'created_at', title: msg`开通时间`, extra: true, render: (row) => minuteOf(row.created_at) },
];

/** Accounts and the roles they hold, for the security administrator. */
export function AccountsPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayWrite = usePermission('users:write');
  const [adding, setAdding] = useState(false);
  const query = useQuery(accountsQuery({ ...(search as AccountFilters), include: 'total' }));
  const filtered = Boolean(search.q || search.role || search.status || search.organisation_id);
  return (
    <>
      <PageHead
        title={<Trans>账号与角色</Trans>}
        note={<Trans>谁能登录、能做什么。改动立即生效。</Trans>}
        actions={
          mayWrite && (
            <>
              <Button onClick={() => setAdding(true)}>
                <Trans>新增账号</Trans>
              </Button>
              <ButtonLink primary to="/accounts/open">
                <Trans>批量开通账号</Trans>
              </ButtonLink>
            </>
          )
        }
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按姓名或登录名查找账号`}
          placeholder={t`姓名、拼音首字母或登录名`}
          value={search.q}
          onChange={(q) => list.change({ q })}
        />
        <ChoiceFilter
          label={t`角色`}
          value={search.role}
          onChange={(role) => list.change({ role })}
          choices={Object.entries(roleLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
        />
        <ChoiceFilter
          label={t`状态`}
          value={search.status}
          onChange={(status) => list.change({ status })}
          choices={Object.entries(accountStatusLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id="accounts"
        caption={t`账号列表`}
        columns={columns}
        search={{ sort: 'name', ...search }}
        query={query}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的账号</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有账号</Trans>}>
              <Trans>先由党委办导入名册，再为名册中的人员批量开通账号。</Trans>
            </EmptyPanel>
          )
        }
      />
      <Dialog open={adding} title={t`新增账号`} onClose={() => setAdding(false)}>
        <AccountForm onClose={() => setAdding(false)} />
      </Dialog>
    </>
  );
}
