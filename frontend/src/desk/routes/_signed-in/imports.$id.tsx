import { readListSearch } from '@desk/components/list-search';
import { ImportPage } from '@desk/features/imports/ImportPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/imports/$id')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['status']),
  component: () => <ImportPage id={Route.useParams().id} search={Route.useSearch()} />,
});
