import { readListSearch } from '@desk/components/list-search';
import { CommunitiesPage } from '@desk/features/communities/CommunitiesPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/communities/')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['state', 'school_id']),
  component: () => <CommunitiesPage search={Route.useSearch()} />,
});
