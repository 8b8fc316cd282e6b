import { ActivatePage } from '@desk/features/session/ActivatePage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/activate')({ component: ActivatePage });
