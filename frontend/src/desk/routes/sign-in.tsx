import { meQuery } from '@desk/features/session/queries';
import { SignInPage } from '@desk/features/session/SignInPage';
import { useQueryClient } from '@tanstack/react-query';
import { createFileRoute, useNavigate, useRouter } from '@tanstack/react-router';

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' && isOwnPath(search.next) ? { next: search.next } : {},
  component: SignIn,
});

/** Only a path of this app may be gone to after signing in, never another site. */
function isOwnPath(next: string): boolean {
  return next.startsWith('/') && !next.startsWith('//') && !next.includes('\\');
}

function SignIn() {
  const { next } = Route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <SignInPage
      onSignedIn={async () => {
        queryClient.removeQueries(meQuery);
        if (next) router.history.push(next);
        else await navigate({ to: '/' });
      }}
    />
  );
}
