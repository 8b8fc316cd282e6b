import { readListSearch } from '@desk/components/list-search';
import { FiguresPage } from '@desk/features/figures/FiguresPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/figures')({
  validateSearch: (search: Record<string, unknown>) => readListSearch(search, ['state']),
  component: () => <FiguresPage search={Route.useSearch()} />,
});
