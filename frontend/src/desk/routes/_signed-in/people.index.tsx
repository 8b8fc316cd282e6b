import { readListSearch } from '@desk/components/list-search';
import { PeoplePage } from '@desk/features/people/PeoplePage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/people/')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['organisation_id', 'status']),
  component: () => <PeoplePage search={Route.useSearch()} />,
});
