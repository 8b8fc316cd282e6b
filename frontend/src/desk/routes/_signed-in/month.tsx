import { MonthPage } from '@desk/features/month/MonthPage';
import { readMonthSearch } from '@desk/features/month/month-search';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/month')({
  validateSearch: readMonthSearch,
  component: () => <MonthPage search={Route.useSearch()} />,
});
