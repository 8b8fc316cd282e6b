import { SignInPage } from '../session/SignInPage';
import { useSession } from '../session/session';
import { ToastPlace } from '../ui/Toast';
import { Screen } from './Screen';
import { TabBar } from './TabBar';
import { Unreachable } from './Unreachable';

/** The frame of the pocket: the door, or a screen with the tabs at its foot. */
export function App() {
  const session = useSession();
  if (session.state === 'asking') return null;
  if (session.state === 'signed_out') return <SignInPage />;
  if (session.state === 'unreachable') return <Unreachable problem={session.problem} />;
  return (
    <>
      <Screen permissions={session.me.permissions} />
      <TabBar permissions={session.me.permissions} />
      <ToastPlace />
    </>
  );
}
