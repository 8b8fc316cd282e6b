import { Trans } from '@lingui/react/macro';
import { readOrganisation, type VisitOut } from '@shared/api/gen';
import { minuteOf } from '@shared/time/zone';
import { useSession } from '../../session/session';
import { Received } from '../../ui/Delivery';
import { DraftForm } from '../../ui/DraftForm';
import { TopBar } from '../../ui/TopBar';
import { useDraft } from '../../useDraft';
import { useLoaded } from '../../useLoaded';
import { findVisitDraft, freshDraft, type VisitDraft } from './drafts';
import { sendVisit } from './sendVisit';
import { isComplete, VisitForm } from './VisitForm';

/** A new visit: written on this phone first, sent when its author says so. */
export function NewVisitPage({ params }: { params: Record<string, string> }) {
  const institution = params.institution ?? '';
  const session = useSession();
  const user = session.state === 'signed_in' ? session.me.user.id : '';
  const place = useLoaded(() => readOrganisation({ path: { id: institution } }), [institution]);
  const { draft, received, problem, change, discard, send, ...state } = useDraft<VisitDraft, VisitOut>(
    `${user} ${institution}`,
    {
      find: () => findVisitDraft(user, institution),
      begin: () => freshDraft(user, institution),
      send: sendVisit,
    },
  );

  if (!draft) return <TopBar title={<Trans>入校指导</Trans>} back="/" />;
  if (received) {
    return (
      <Received
        title={<Trans>{received.institution_name} 的入校指导已收到</Trans>}
        links={[
          { to: '/', label: <Trans>回到本月机构</Trans> },
          { to: `/visits/${received.id}`, label: <Trans>看这条记录</Trans> },
        ]}
      >
        {received.received_at && (
          <p>
            <Trans>收到时间 {minuteOf(received.received_at)}，等待机构确认。</Trans>
          </p>
        )}
      </Received>
    );
  }
  return (
    <>
      <TopBar title={place.state === 'ready' ? place.value.name : <Trans>入校指导</Trans>} back="/" />
      <DraftForm {...state} problem={problem} complete={isComplete(draft)} onSend={send} onDiscard={discard}>
        {(tried) => <VisitForm draft={draft} problem={problem} tried={tried} onChange={change} />}
      </DraftForm>
    </>
  );
}
