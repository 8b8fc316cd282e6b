import { readListSearch } from '@desk/components/list-search';
import { NewActivityPage } from '@desk/features/activities/ActivityForm';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/activities/new')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['community_id', 'strand']),
  component: () => <NewActivityPage {...Route.useSearch()} />,
});
