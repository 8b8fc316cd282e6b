import { readListSearch } from '@desk/components/list-search';
import { CoveragePage } from '@desk/features/coverage/CoveragePage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/coverage')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, ['institution_id', 'coverage', 'group', 'group_missing', 'to_check', 'kind', 'section_id']),
  component: () => <CoveragePage search={Route.useSearch()} />,
});
