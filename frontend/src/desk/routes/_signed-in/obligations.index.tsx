import { ObligationsPage } from '@desk/features/obligations/ObligationsPage';
import { readObligationSearch } from '@desk/features/obligations/obligation-search';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/obligations/')({
  validateSearch: readObligationSearch,
  component: () => <ObligationsPage search={Route.useSearch()} />,
});
