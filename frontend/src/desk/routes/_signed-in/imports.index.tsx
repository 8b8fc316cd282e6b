import { readListSearch } from '@desk/components/list-search';
import { ImportsPage } from '@desk/features/imports/ImportsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/imports/')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search),
  component: () => <ImportsPage search={Route.useSearch()} />,
});
