import { SettingsPage } from '@desk/features/settings/SettingsPage';
import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_signed-in/settings')({
  validateSearch: (search: Record<string, unknown>): { year?: number } =>
    Number.isInteger(search.year) ? { year: search.year as number } : {},
  component: () => <SettingsPage year={Route.useSearch().year} />,
});
