import { readListSearch } from '@desk/components/list-search';
import { MembersPage } from '@desk/features/development/MembersPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/member-developments/')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, ['institution_id', 'stage', 'admitted_from', 'admitted_to']),
  component: () => <MembersPage search={Route.useSearch()} />,
});
