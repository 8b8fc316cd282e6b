import { readListSearch } from '@desk/components/list-search';
import { OpinionsPage } from '@desk/features/opinions/OpinionsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/opinions')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['institution_id', 'category', 'state']),
  component: () => <OpinionsPage search={Route.useSearch()} />,
});
