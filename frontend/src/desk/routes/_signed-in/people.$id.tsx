import { PersonPage } from '@desk/features/people/PersonPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/people/$id')({
  component: () => <PersonPage id={Route.useParams().id} />,
});
