import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import type { ListSearch } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { sizeInWords } from '@desk/features/evidence/sizes';
import { usePermission } from '@desk/features/session/queries';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ExportOut } from '@shared/api/gen';
import { exportLook } from '@shared/domain/exports';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { AskedWords } from './AskedWords';
import { sameAgain } from './asked';
import { ExportForm } from './ExportForm';
import styles from './Exports.module.css';
import { exportsQuery, isUnderWay } from './queries';
import { useStartExport } from './starting';

/** Workbooks on their way out: ask for one, leave, find it again, fetch it. */
export function ExportsPage({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const mayExport = usePermission('exports:write');
  const [asking, setAsking] = useState(false);
  if (!mayExport) {
    return (
      <EmptyPanel reason="no_right" title={<Trans>您不能导出</Trans>}>
        <Trans>需要表格时，请联系本局党委办。</Trans>
      </EmptyPanel>
    );
  }
  return (
    <>
      <PageHead
        title={<Trans>导出</Trans>}
        note={<Trans>生成需要一点时间，可以先离开，回来再下载。表里没有身份证号、电话和住址。</Trans>}
        actions={
          <Button type="primary" onClick={() => setAsking(true)}>
            <Trans>导出 Excel</Trans>
          </Button>
        }
      />
      <ExportTable search={search} />
      <Dialog open={asking} title={t`导出 Excel`} onClose={() => setAsking(false)}>
        <ExportForm onDone={() => setAsking(false)} />
      </Dialog>
    </>
  );
}

function ExportTable({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const query = useQuery(exportsQuery(search));
  return (
    <DataTable
      id="exports"
      caption={t`导出记录`}
      columns={columns}
      search={search}
      query={query}
      rowKey={(row) => row.id}
      empty={
        <EmptyPanel reason="nothing_yet" title={<Trans>还没有导出过</Trans>}>
          <Trans>点右上角「导出 Excel」，选好月份和机构就可以。</Trans>
        </EmptyPanel>
      }
    />
  );
}

const columns: Column<ExportOut>[] = [
  { key: 'file_name', title: msg`文件`, fixed: true, render: (row) => row.file_name },
  { key: 'asked', title: msg`内容`, render: (row) => <AskedWords found={row} /> },
  { key: 'status', title: msg`状态`, fixed: true, render: (row) => <Progress found={row} /> },
  { key: 'rows', title: msg`行数`, align: 'end', render: (row) => row.rows ?? '—' },
  {
    key: 'size',
    title: msg`大小`,
    align: 'end',
    render: (row) => (row.size === null ? '—' : <span className={styles.short}>{sizeInWords(row.size)}</span>),
  },
  { key: 'requested_by', title: msg`导出人`, render: (row) => row.requested_by },
  {
    key: 'created_at',
    title: msg`开始时间`,
    render: (row) => <span className={styles.short}>{minuteOf(row.created_at)}</span>,
  },
  {
    key: 'finished_at',
    title: msg`完成时间`,
    extra: true,
    render: (row) => (row.finished_at ? <span className={styles.short}>{minuteOf(row.finished_at)}</span> : '—'),
  },
  { key: 'deed', title: msg`办理`, fixed: true, render: (row) => <Deed found={row} /> },
];

/** How far it is. The service does not count rows while it writes, so the bar only says that work goes on. */
function Progress({ found }: { found: ExportOut }) {
  const { t } = useLingui();
  return (
    <div className={styles.progress}>
      <Mark look={exportLook[found.status]} />
      {isUnderWay(found) && <progress aria-label={t`正在生成 ${found.file_name}`} />}
      {found.status === 'failed' && (
        <span className={styles.note}>
          <Trans>请重新导出；再不行，请把开始时间告诉系统管理员。</Trans>
        </span>
      )}
    </div>
  );
}

function Deed({ found }: { found: ExportOut }) {
  const { t } = useLingui();
  const starting = useStartExport();
  if (found.content) {
    return (
      <a href={found.content} download aria-label={t`下载 ${found.file_name}`} className={styles.short}>
        <Trans>下载</Trans>
      </a>
    );
  }
  if (found.status !== 'failed') return '—';
  return (
    <Button
      size="small"
      loading={starting.isPending}
      aria-label={t`重新导出 ${found.file_name}`}
      onClick={() => starting.mutate(sameAgain(found))}
    >
      <Trans>重新导出</Trans>
    </Button>
  );
}
