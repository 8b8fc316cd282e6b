import { readMonthSearch } from '@desk/features/month/month-search';
import { UnvisitedPage } from '@desk/features/month/UnvisitedPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/unvisited')({
  validateSearch: readMonthSearch,
  component: () => <UnvisitedPage search={Route.useSearch()} />,
});
