import { renderAt } from '@desk/testing/render';
import { msg } from '@lingui/core/macro';
import { problemFromAnswer } from '@shared/api/problem';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Column } from './columns';
import { DataTable } from './DataTable';
import { readListSearch } from './list-search';

interface Row {
  id: string;
  name: string;
  address: string;
}

const columns: Column<Row>[] = [
  { key: 'name', title: msg`名称`, fixed: true, sort: 'name', render: (row) => row.name },
  { key: 'address', title: msg`地址`, extra: true, render: (row) => row.address },
];

const someRows: Row[] = [{ id: '1', name: '小星星幼儿园', address: '东大街' }];

type Answer = () => { items: Row[]; next_cursor?: string | null; total?: { value: number; capped: boolean } };

function Institutions({ answer }: { answer: Answer }) {
  const search = readListSearch(useSearch({ strict: false }) as Record<string, unknown>);
  const query = useQuery({ queryKey: ['rows', search], queryFn: async () => answer() });
  return (
    <DataTable
      id="test"
      caption="机构列表"
      columns={columns}
      search={search}
      query={query}
      rowKey={(row) => row.id}
      empty={<p>还没有机构</p>}
    />
  );
}

function page(answer: Answer) {
  return () => <Institutions answer={answer} />;
}

beforeEach(() => localStorage.clear());

describe('a list of the service', () => {
  it('shows its rows in a table with a caption and says how many there are', async () => {
    await renderAt(
      '/list',
      page(() => ({ items: someRows, total: { value: 108, capped: false } })),
    );
    const table = await screen.findByRole('table', { name: '机构列表' });
    expect(await within(table).findByText('小星星幼儿园')).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('共 108 条，本页 1 条');
  });

  it('says what to do when there is nothing yet', async () => {
    await renderAt(
      '/list',
      page(() => ({ items: [] })),
    );
    expect(await screen.findByText('还没有机构')).toBeInTheDocument();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says what happened and quotes the number when the service fails, and tries again', async () => {
    let broken = true;
    await renderAt(
      '/list',
      page(() => {
        if (broken) throw problemFromAnswer({ request_id: 'r-500' }, new Response(null, { status: 500 }));
        return { items: someRows };
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent('r-500');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: '重试' }));
    expect(await screen.findByText('小星星幼儿园')).toBeInTheDocument();
  });

  it('keeps order and page in the address; a new order begins at the first page', async () => {
    const router = await renderAt(
      '/list?q=xing&cursor=abc',
      page(() => ({ items: someRows, next_cursor: 'def' })),
    );
    await screen.findByText('小星星幼儿园');
    await userEvent.click(screen.getByRole('button', { name: '下一页' }));
    expect(router.state.location.search).toEqual({ q: 'xing', cursor: 'def' });
    await userEvent.click(screen.getByRole('button', { name: /名称/ }));
    expect(router.state.location.search).toEqual({ q: 'xing', sort: 'name' });
    expect(screen.getByRole('columnheader', { name: /名称/ })).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(screen.getByRole('button', { name: /名称/ }));
    expect(router.state.location.search).toEqual({ q: 'xing', sort: '-name' });
  });

  it('goes back to the page before by the browser’s history', async () => {
    const router = await renderAt(
      '/list',
      page(() => ({ items: someRows, next_cursor: 'def' })),
    );
    await screen.findByText('小星星幼儿园');
    expect(screen.queryByRole('button', { name: '上一页' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: '下一页' }));
    await userEvent.click(await screen.findByRole('button', { name: '上一页' }));
    expect(router.state.location.search).toEqual({});
  });

  it('remembers on this device which columns the reader wants', async () => {
    await renderAt(
      '/list',
      page(() => ({ items: someRows })),
    );
    await screen.findByText('小星星幼儿园');
    expect(screen.queryByText('东大街')).toBeNull();
    await userEvent.click(screen.getByLabelText('地址'));
    expect(screen.getByText('东大街')).toBeInTheDocument();
    expect(localStorage.getItem('handinhand.columns.test')).toBe('["address"]');
  });
});
