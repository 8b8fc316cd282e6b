import { ActivityPage } from '@desk/features/activities/ActivityPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/activities/$id')({
  component: () => <ActivityPage id={Route.useParams().id} />,
});
