import { KindsPage } from '@desk/features/activities/KindsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/activities/kinds')({ component: KindsPage });
