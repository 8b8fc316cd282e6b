import { BlankVisitFormPage } from '@desk/features/visits/BlankVisitFormPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/print/visit-form')({
  validateSearch: (search: Record<string, unknown>): { institution_id?: string } => {
    const id = search.institution_id ?? search.institution;
    return typeof id === 'string' ? { institution_id: id } : {};
  },
  component: () => <BlankVisitFormPage institutionId={Route.useSearch().institution_id} />,
});
