import { readListSearch } from '@desk/components/list-search';
import { PartyOrganisationsPage } from '@desk/features/party-organisations/PartyOrganisationsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/party-organisations')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['kind', 'organisation_id', 'status']),
  component: () => <PartyOrganisationsPage search={Route.useSearch()} />,
});
