import { CommunityPage } from '@desk/features/communities/CommunityPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/communities/$id')({
  component: () => <CommunityPage id={Route.useParams().id} />,
});
