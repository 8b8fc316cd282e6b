import { readListSearch } from '@desk/components/list-search';
import { AuditPage } from '@desk/features/audit/AuditPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/audit')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, ['outcome', 'actor_user_id', 'target_type', 'target_id', 'since', 'until']),
  component: () => <AuditPage search={Route.useSearch()} />,
});
