import { Trans } from '@lingui/react/macro';
import type { Me } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { dateOf } from '@shared/time/zone';
import { useState } from 'react';
import { useSession } from '../../session/session';
import { findDraft } from '../../store';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Panel } from '../../ui/Panel';
import { TopBar } from '../../ui/TopBar';
import { useLoaded } from '../../useLoaded';
import { ActivitySheet } from './ActivitySheet';
import { Completion } from './Completion';
import { loadChoices } from './choices';
import type { CompletionDraft } from './drafts';
import { loadActivity, mayWrite } from './planned';

/** One activity: what it is, and, while it is planned, what became of it. */
export function ActivityPage({ params }: { params: Record<string, string> }) {
  const session = useSession();
  return session.state === 'signed_in' ? <OneActivity me={session.me} id={params.id ?? ''} /> : null;
}

function OneActivity({ me, id }: { me: Me; id: string }) {
  const [early, setEarly] = useState(false);
  const loaded = useLoaded(async () => {
    const draft = await findDraft<CompletionDraft>(me.user.id, 'completion', id).catch(() => undefined);
    const [activity, choices] = await Promise.all([loadActivity(me, id), loadChoices(me)]);
    return { activity, draft, writable: mayWrite(me, activity, choices.value) };
  }, [me, id]);
  const bar = <TopBar title={<Trans>活动</Trans>} back="/activities" />;
  if (loaded.state === 'loading') return bar;
  if (loaded.state === 'failed') {
    return (
      <>
        {bar}
        {asProblem(loaded.error).kind === 'missing' ? (
          <Panel look="empty" title={<Trans>没有这次活动</Trans>} />
        ) : (
          <Failure error={loaded.error} title={<Trans>没有读到这次活动</Trans>} again={loaded.again} />
        )}
      </>
    );
  }
  const { activity, draft, writable } = loaded.value;
  const planned = writable && activity.state === 'planned';
  if (draft || (planned && (early || activity.ends_on <= dateOf(new Date())))) {
    return <Completion me={me} activity={activity} again={loaded.again} />;
  }
  return (
    <ActivitySheet activity={activity}>
      {planned && (
        <Button wide onClick={() => setEarly(true)}>
          <Trans>已经提前办完了</Trans>
        </Button>
      )}
      <a href={`/activities/${activity.id}`}>
        <Trans>在电脑版里打开（看照片、修改）</Trans>
      </a>
    </ActivitySheet>
  );
}
