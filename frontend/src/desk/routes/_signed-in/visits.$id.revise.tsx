import { EditVisitPage } from '@desk/features/visits/EditVisitPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/visits/$id/revise')({
  component: () => <EditVisitPage id={Route.useParams().id} action="revise" />,
});
