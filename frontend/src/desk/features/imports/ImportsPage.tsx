import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import type { ListSearch } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ImportOut } from '@shared/api/gen';
import { importKindLabel, importLook } from '@shared/domain/imports';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { importsQuery } from './queries';
import { UploadCard } from './UploadCard';

const columns: Column<ImportOut>[] = [
  {
    key: 'file_name',
    title: msg`文件`,
    fixed: true,
    render: (row) => (
      <Link to="/imports/$id" params={{ id: row.id }}>
        {row.file_name}
      </Link>
    ),
  },
  { key: 'kind', title: msg`种类`, render: (row) => i18n._(importKindLabel[row.kind]) },
  { key: 'status', title: msg`状态`, render: (row) => <Mark look={importLook[row.status]} /> },
  { key: 'create', title: msg`新增`, align: 'end', render: (row) => row.counts.create },
  { key: 'update', title: msg`更新`, align: 'end', render: (row) => row.counts.update },
  { key: 'error', title: msg`错误`, align: 'end', render: (row) => row.counts.error },
  { key: 'created_at', title: msg`上传时间`, render: (row) => minuteOf(row.created_at) },
  { key: 'applied_at', title: msg`导入时间`, render: (row) => (row.applied_at ? minuteOf(row.applied_at) : '—') },
];

/** Workbooks on their way in: upload a new one, find the others again. */
export function ImportsPage({ search }: { search: ListSearch }) {
  const { t } = useLingui();
  const mayWrite = usePermission('imports:write');
  const query = useQuery(importsQuery(search));
  return (
    <>
      <PageHead title={<Trans>导入</Trans>} note={<Trans>先检查、再核对、后写入。确认之前，什么都不会改动。</Trans>} />
      {mayWrite && <UploadCard />}
      <DataTable
        id="imports"
        caption={t`导入记录`}
        columns={columns}
        search={search}
        query={query}
        rowKey={(row) => row.id}
        empty={
          <EmptyPanel reason="nothing_yet" title={<Trans>还没有导入过</Trans>}>
            <Trans>下载模板，填好以后在上面选择文件。</Trans>
          </EmptyPanel>
        }
      />
    </>
  );
}
