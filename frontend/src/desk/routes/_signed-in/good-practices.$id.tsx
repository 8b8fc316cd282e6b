import { PracticePage } from '@desk/features/good-practices/PracticePage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/good-practices/$id')({
  component: () => <PracticePage id={Route.useParams().id} />,
});
