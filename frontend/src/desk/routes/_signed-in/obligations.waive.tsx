import { readObligationSearch } from '@desk/features/obligations/obligation-search';
import { WaiveMonthPage } from '@desk/features/obligations/WaiveMonthPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/obligations/waive')({
  validateSearch: readObligationSearch,
  component: () => <WaiveMonthPage search={Route.useSearch()} />,
});
