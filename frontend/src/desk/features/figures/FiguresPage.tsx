import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar } from '@desk/components/FilterBar';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { useProblemWords } from '@desk/components/problem-words';
import { toast } from '@desk/components/toaster';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type FiguresDeliveryOut, redeliverFigures } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { deliveryLook } from '@shared/domain/clients';
import { minuteOf } from '@shared/time/zone';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { type DeliveryFilters, deliveriesQuery } from './queries';
import { SendForm } from './SendForm';

type Search = ListSearch & { state?: string };

const columns: Column<FiguresDeliveryOut>[] = [
  { key: 'month', title: msg`月份`, fixed: true, render: (row) => row.month },
  { key: 'owed', title: msg`应完成`, align: 'end', render: (row) => row.figures.owed },
  { key: 'met', title: msg`已完成`, align: 'end', render: (row) => row.figures.met },
  { key: 'met_late', title: msg`补报`, align: 'end', render: (row) => row.figures.met_late },
  { key: 'state', title: msg`状态`, render: (row) => <State delivery={row} /> },
  { key: 'receipt', title: msg`市局回执`, render: (row) => row.receipt ?? '—' },
  { key: 'created_at', title: msg`报送时间`, render: (row) => minuteOf(row.created_at) },
];

/** The months' figures that the bureau sent to the municipal bureau, and what became of each. */
export function FiguresPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const [sending, setSending] = useState(false);
  const query = useQuery(deliveriesQuery({ ...(search as DeliveryFilters), include: 'total' }));
  return (
    <>
      <PageHead
        title={<Trans>数据报送</Trans>}
        note={<Trans>把一个月的统计数字报给市教育局的系统。没送到会自动重试，共约六小时。</Trans>}
        actions={
          <Button type="primary" onClick={() => setSending(true)}>
            <Trans>报送一个月</Trans>
          </Button>
        }
      />
      <FilterBar onClear={search.state ? list.clear : undefined}>
        <ChoiceFilter
          label={t`状态`}
          value={search.state}
          onChange={(state) => list.change({ state })}
          choices={Object.entries(deliveryLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id="figures"
        caption={t`报送记录`}
        columns={columns}
        search={search}
        query={query}
        rowKey={(row) => row.id}
        empty={
          search.state ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的报送</Trans>}>
              <Trans>清除筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有报送过</Trans>}>
              <Trans>点“报送一个月”，选好月份就可以了。</Trans>
            </EmptyPanel>
          )
        }
      />
      <Dialog open={sending} title={t`报送一个月的数字`} onClose={() => setSending(false)}>
        <SendForm onDone={() => setSending(false)} />
      </Dialog>
    </>
  );
}

/** Where a delivery is; one that was given up says why and can be sent again. */
function State({ delivery }: { delivery: FiguresDeliveryOut }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const words = useProblemWords();
  const again = useMutation({
    mutationFn: () => redeliverFigures({ path: { id: delivery.id } }),
    onError: (error) => toast(words(asProblem(error)).what),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['figures'] }),
  });
  const why = useReason()(delivery.last_error);
  return (
    <>
      <Mark look={deliveryLook[delivery.state]} />
      {why && delivery.state !== 'delivered' && (
        <div>
          <Trans>
            已试 {delivery.attempts} 次：{why}
          </Trans>
        </div>
      )}
      {delivery.state === 'failed' && (
        <Button
          size="small"
          loading={again.isPending}
          aria-label={t`重新报送：${delivery.month}`}
          onClick={() => again.mutate()}
        >
          <Trans>重新报送</Trans>
        </Button>
      )}
    </>
  );
}

/** Why a try was not taken, in plain words. */
function useReason(): (code: string | null) => string | null {
  const { t } = useLingui();
  return (code) => {
    if (code === null) return null;
    if (code === 'timeout') return t`市局的系统没有及时回应`;
    if (code === 'no_address') return t`没有设置市局的接收地址`;
    const status = code.startsWith('status_') ? code.slice('status_'.length) : null;
    return status ? t`市局的系统没有接收（${status}）` : t`连不上市局的系统`;
  };
}
