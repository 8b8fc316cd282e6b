import { PasswordPage } from '@desk/features/session/PasswordPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/password')({ component: PasswordPage });
