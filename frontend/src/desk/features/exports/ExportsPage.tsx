import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import type { ListSearch } from '@desk/components/list-search';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from 'antd';
import { useState } from 'react';
import { ExportForm } from './ExportForm';
import { ExportTable } from './ExportTable';

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
