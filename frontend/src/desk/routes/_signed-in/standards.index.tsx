import { readListSearch } from '@desk/components/list-search';
import { StandardsPage } from '@desk/features/standards/StandardsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/standards/')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, ['kind', 'section_id', 'checklist', 'reviewed', 'not_met']),
  component: () => <StandardsPage search={Route.useSearch()} />,
});
