import { readListSearch } from '@desk/components/list-search';
import { NewPracticePage } from '@desk/features/good-practices/PracticeForm';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/good-practices/new')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['activity_id']),
  component: () => <NewPracticePage {...Route.useSearch()} />,
});
