import { readListSearch } from '@desk/components/list-search';
import { ClientsPage } from '@desk/features/clients/ClientsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/clients/')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['status']),
  component: () => <ClientsPage search={Route.useSearch()} />,
});
