import { SearchPage } from '@desk/features/search/SearchPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/search')({
  validateSearch: (search: Record<string, unknown>): { query: string } => ({
    query: typeof search.query === 'string' || typeof search.query === 'number' ? String(search.query) : '',
  }),
  component: () => <SearchPage words={Route.useSearch().query} />,
});
