import { readListSearch } from '@desk/components/list-search';
import { OrganisationsPage } from '@desk/features/organisations/OrganisationsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/organisations/')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, ['kind', 'ownership', 'status', 'section_id']),
  component: () => <OrganisationsPage search={Route.useSearch()} />,
});
