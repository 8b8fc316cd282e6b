import { Trans } from '@lingui/react/macro';
import type { ActivityOut, Me } from '@shared/api/gen';
import { newId } from '@shared/api/writes';
import { navigate } from '../../router';
import { useSession } from '../../session/session';
import { findDraft } from '../../store';
import { DraftForm } from '../../ui/DraftForm';
import { Failure } from '../../ui/Failure';
import { TopBar } from '../../ui/TopBar';
import { useDraft } from '../../useDraft';
import { useLoaded } from '../../useLoaded';
import { ActivityReceived } from './ActivityReceived';
import { loadChoices } from './choices';
import { freshNote, type NoteDraft } from './drafts';
import { isComplete, NoteForm } from './NoteForm';
import { sendNote } from './sendActivity';

/** An activity that was just held: written on this phone first, sent when its author says so. */
export function NewActivityPage({ params }: { params: Record<string, string> }) {
  const session = useSession();
  return session.state === 'signed_in' ? <NewActivity me={session.me} id={params.id ?? ''} /> : null;
}

function NewActivity({ me, id }: { me: Me; id: string }) {
  const choices = useLoaded(() => loadChoices(me), [me]);
  const user = me.user.id;
  const { draft, received, problem, change, discard, send, ...state } = useDraft<NoteDraft, ActivityOut>(
    `${user} ${id}`,
    {
      find: () => findDraft<NoteDraft>(user, 'activity', id),
      begin: () => freshNote(user, id),
      send: sendNote,
    },
  );
  if (received) return <ActivityReceived activity={received} />;
  const bar = <TopBar title={<Trans>记一次活动</Trans>} back="/activities" />;
  if (!draft || choices.state === 'loading') return bar;
  if (choices.state === 'failed') {
    return (
      <>
        {bar}
        <Failure error={choices.error} title={<Trans>没有读到共同体和活动类型</Trans>} again={choices.again} />
      </>
    );
  }
  const startAnew = async () => {
    await discard();
    // Another id: the service may have received what was written under this one.
    navigate(draft.receivedAt ? '/activities' : `/activities/new/${newId()}`, { replace: true });
  };
  return (
    <>
      {bar}
      <DraftForm
        {...state}
        problem={problem}
        complete={isComplete(draft)}
        photosLeft={draft.receivedAt !== null}
        onSend={send}
        onDiscard={startAnew}
      >
        {(tried) => (
          <NoteForm draft={draft} choices={choices.value.value} problem={problem} tried={tried} onChange={change} />
        )}
      </DraftForm>
    </>
  );
}
