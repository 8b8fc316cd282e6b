import { readListSearch } from '@desk/components/list-search';
import { NewReviewPage } from '@desk/features/standards/NewReviewPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/standards/new')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['institution_id', 'kind']),
  component: () => <NewReviewPage {...Route.useSearch()} />,
});
