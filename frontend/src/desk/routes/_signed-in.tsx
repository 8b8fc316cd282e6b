import { ErrorPanel } from '@desk/components/ErrorPanel';
import { meQuery } from '@desk/features/session/queries';
import { AppShell } from '@desk/shell/AppShell';
import { asProblem } from '@shared/api/problem';
import { createFileRoute, Outlet, redirect } from '@tanstack/react-router';

/** Everything behind the door. Without a session the way leads to the sign-in page and afterwards back here. */
export const Route = createFileRoute('/_signed-in')({
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery).catch((error: unknown) => {
      if (asProblem(error).kind !== 'signed_out') throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    });
    if (me.must_change_password && location.pathname !== '/password') throw redirect({ to: '/password' });
  },
  component: () => (
    <AppShell>
      <Outlet />
    </AppShell>
  ),
  errorComponent: ({ error, reset }) => <ErrorPanel error={error} onRetry={reset} />,
});
