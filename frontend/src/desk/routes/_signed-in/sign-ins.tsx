import { SignInsPage } from '@desk/features/session/SignInsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/sign-ins')({ component: SignInsPage });
