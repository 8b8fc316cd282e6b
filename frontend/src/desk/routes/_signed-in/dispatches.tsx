import { readListSearch } from '@desk/components/list-search';
import { DispatchesPage } from '@desk/features/dispatches/DispatchesPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/dispatches')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, ['institution_id', 'instructor_id', 'state']),
  component: () => <DispatchesPage search={Route.useSearch()} />,
});
