import { readListSearch } from '@desk/components/list-search';
import { ActivitiesPage } from '@desk/features/activities/ActivitiesPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/activities/')({
  validateSearch: (search: Record<string, unknown>) =>
    readListSearch(search, [
      'community_id',
      'school_id',
      'strand',
      'kind_id',
      'state',
      'overdue',
      'may',
      'from',
      'to',
      'ends_from',
      'month',
    ]),
  component: () => <ActivitiesPage search={Route.useSearch()} />,
});
