import { readListSearch } from '@desk/components/list-search';
import { ExportsPage } from '@desk/features/exports/ExportsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/exports')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search),
  component: () => <ExportsPage search={Route.useSearch()} />,
});
