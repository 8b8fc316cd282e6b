import { UnassignedPage } from '@desk/features/month/UnassignedPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/unassigned')({ component: UnassignedPage });
