import type { ObligationSearch } from '@desk/features/obligations/obligation-search';
import { usePermission } from '@desk/features/session/queries';
import { Trans } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { exportOfList } from './asked';
import { useStartExport } from './starting';

/** Asks for the list as a workbook with the filters that are on the screen, and leads to where it appears. */
export function ExportListButton({ search }: { search: ObligationSearch }) {
  const navigate = useNavigate();
  const mayExport = usePermission('exports:write');
  const starting = useStartExport();
  if (!mayExport) return null;
  return (
    <Button
      loading={starting.isPending}
      onClick={() => starting.mutate(exportOfList(search), { onSuccess: () => navigate({ to: '/exports' }) })}
    >
      <Trans>导出 Excel</Trans>
    </Button>
  );
}
