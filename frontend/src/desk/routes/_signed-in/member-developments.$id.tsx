import { MemberPage } from '@desk/features/development/MemberPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/member-developments/$id')({
  component: () => <MemberPage id={Route.useParams().id} />,
});
