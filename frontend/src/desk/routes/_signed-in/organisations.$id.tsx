import { OrganisationPage } from '@desk/features/organisations/OrganisationPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/organisations/$id')({
  component: () => <OrganisationPage id={Route.useParams().id} />,
});
