import { ClientPage } from '@desk/features/clients/ClientPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/clients/$id')({
  component: () => <ClientPage id={Route.useParams().id} />,
});
