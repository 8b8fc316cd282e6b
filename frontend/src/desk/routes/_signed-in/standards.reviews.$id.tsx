import { ReviewPage } from '@desk/features/standards/ReviewPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/standards/reviews/$id')({
  component: () => <ReviewPage id={Route.useParams().id} />,
});
