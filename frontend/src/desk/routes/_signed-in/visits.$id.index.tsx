import { VisitPage } from '@desk/features/visits/VisitPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/visits/$id/')({
  component: () => <VisitPage id={Route.useParams().id} />,
});
