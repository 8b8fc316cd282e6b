import { VisitsPage } from '@desk/features/visits/VisitsPage';
import { readVisitSearch } from '@desk/features/visits/visit-search';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/visits/')({
  validateSearch: readVisitSearch,
  component: () => <VisitsPage search={Route.useSearch()} />,
});
