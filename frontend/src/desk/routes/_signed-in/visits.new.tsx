import { NewVisitPage } from '@desk/features/visits/NewVisitPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/visits/new')({
  validateSearch: (search: Record<string, unknown>): { institution_id?: string } =>
    typeof search.institution_id === 'string' ? { institution_id: search.institution_id } : {},
  component: () => <NewVisitPage institutionId={Route.useSearch().institution_id} />,
});
