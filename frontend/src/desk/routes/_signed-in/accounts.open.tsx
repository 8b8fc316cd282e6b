import { OpenAccountsPage } from '@desk/features/accounts/OpenAccountsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/accounts/open')({ component: OpenAccountsPage });
