import { renderAt } from '@desk/testing/render';
import { connect } from '@shared/api/client';
import type { ExportOut } from '@shared/api/gen';
import { configure, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Suspense } from 'react';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExportTable } from './ExportTable';
import { exportsQuery } from './queries';

// A busy machine takes its time to draw the component kit's first button.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 20_000 });

const server = setupServer(
  http.get('*/api/v1/me', () => HttpResponse.json({ permissions: ['exports:write'], roles: [] })),
);

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  connect({ language: () => 'zh-CN', onSignedOut: () => undefined });
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function made(facts: Partial<ExportOut>): ExportOut {
  return {
    id: '1',
    kind: 'obligations',
    status: 'done',
    parameters: { month: '2026-10', months: 12, filters: { status: ['missed'] } },
    file_name: '月度任务清单-2026-10.xlsx',
    rows: null,
    size: null,
    sha256: null,
    requested_by: '刘敏',
    created_at: '2026-10-15T02:00:00Z',
    finished_at: null,
    content: null,
    version: 1,
    ...facts,
  };
}

async function shown(...items: ExportOut[]): Promise<void> {
  server.use(http.get('*/api/v1/exports', () => HttpResponse.json({ items, next_cursor: null, total: null })));
  await renderAt('/exports', () => (
    <Suspense>
      <ExportTable search={{}} />
    </Suspense>
  ));
}

describe('the exports', () => {
  it('can be fetched once done, and say who, when, how many rows and what they hold', async () => {
    await shown(made({ rows: 1818, size: 64_000, content: '/api/v1/exports/1/content' }));
    expect(await screen.findByRole('link', { name: /^下载/ })).toHaveAttribute('href', '/api/v1/exports/1/content');
    for (const words of ['1818', '62.5 KB', '刘敏', '2026-10-15 10:00', /截至2026年10月共 12 个月 · 未完成/]) {
      expect(screen.getByText(words)).toBeInTheDocument();
    }
  });

  it('show that one is being made, without a link', async () => {
    await shown(made({ status: 'running' }));
    expect(await screen.findByRole('progressbar')).toBeInTheDocument();
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('say what to do about a failure, and ask for the same again', async () => {
    await shown(made({ status: 'failed' }));
    expect(await screen.findByText(/请重新导出；再不行/)).toBeInTheDocument();
    let asked: unknown;
    server.use(
      http.post('*/api/v1/exports', async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json(made({ status: 'queued' }), { status: 202 });
      }),
    );
    await userEvent.click(screen.getByRole('button', { name: /^重新导出/ }));
    await expect
      .poll(() => asked)
      .toEqual({
        kind: 'obligations',
        month: '2026-10',
        months: 12,
        filters: { status: ['missed'] },
      });
  });

  it('say what to do when there are none', async () => {
    await shown();
    expect(await screen.findByText('还没有导出过')).toBeInTheDocument();
  });
});

it.each([
  ['queued', 3_000],
  ['running', 3_000],
  ['done', false],
  ['failed', false],
] as const)('an export that is %s is asked for again after %s', (status, expected) => {
  const interval = exportsQuery({}).refetchInterval as (query: unknown) => number | false;
  expect(interval({ state: { data: { items: [made({ status })] } } })).toBe(expected);
});
