import { TodayPage } from '@desk/features/today/TodayPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/')({ component: TodayPage });
