import { ComparePage } from '@desk/features/standards/ComparePage';
import { type ChecklistKind, checklistKinds } from '@shared/domain/standards';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/standards/institutions/$id')({
  validateSearch: (search: Record<string, unknown>): { kind?: ChecklistKind } => {
    const kind = checklistKinds.find((known) => known === search.kind);
    return kind ? { kind } : {};
  },
  component: () => <ComparePage id={Route.useParams().id} kind={Route.useSearch().kind ?? 'five_standards'} />,
});
