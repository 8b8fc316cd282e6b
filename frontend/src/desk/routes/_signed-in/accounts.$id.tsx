import { AccountPage } from '@desk/features/accounts/AccountPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/accounts/$id')({
  component: () => <AccountPage id={Route.useParams().id} />,
});
