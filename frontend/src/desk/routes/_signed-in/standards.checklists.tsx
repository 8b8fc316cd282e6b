import { ChecklistsPage } from '@desk/features/standards/ChecklistsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/standards/checklists')({
  component: () => <ChecklistsPage />,
});
