import { readListSearch } from '@desk/components/list-search';
import { PracticesPage } from '@desk/features/good-practices/PracticesPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/good-practices/')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, ['state', 'returned', 'may', 'school_id', 'strand']),
  component: () => <PracticesPage search={Route.useSearch()} />,
});
