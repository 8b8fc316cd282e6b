import { readListSearch } from '@desk/components/list-search';
import { TeachersPage } from '@desk/features/development/TeachersPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/backbone-teachers/')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, ['school_id', 'stage', 'recognised_from', 'recognised_to']),
  component: () => <TeachersPage search={Route.useSearch()} />,
});
