import { EditVisitPage } from '@desk/features/visits/EditVisitPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/visits/$id/edit')({
  component: () => <EditVisitPage id={Route.useParams().id} action="edit" />,
});
