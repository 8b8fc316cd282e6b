import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import type { ListSearch } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { sizeInWords } from '@desk/features/evidence/sizes';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ExportOut } from '@shared/api/gen';
import { exportLook } from '@shared/domain/exports';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { AskedWords } from './AskedWords';
import { sameAgain } from './asked';
import styles from './Exports.module.css';
import { exportsQuery, isUnderWay } from './queries';
import { useStartExport } from './starting';

/** The bureau's exports, the newest first, followed by themselves while one is on its way. */
export function ExportTable({ search }: { search: ListSearch }) {
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
