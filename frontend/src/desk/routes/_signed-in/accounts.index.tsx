import { readListSearch } from '@desk/components/list-search';
import { AccountsPage } from '@desk/features/accounts/AccountsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/accounts/')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['role', 'status', 'organisation_id']),
  component: () => <AccountsPage search={Route.useSearch()} />,
});
