import { TeacherPage } from '@desk/features/development/TeacherPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/backbone-teachers/$id')({
  component: () => <TeacherPage id={Route.useParams().id} />,
});
