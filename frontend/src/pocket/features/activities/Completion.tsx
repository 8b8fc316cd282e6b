import { Trans, useLingui } from '@lingui/react/macro';
import type { ActivityOut, Me } from '@shared/api/gen';
import { dateOf } from '@shared/time/zone';
import { findDraft } from '../../store';
import { Card } from '../../ui/Card';
import { DraftForm } from '../../ui/DraftForm';
import { Field } from '../../ui/Field';
import { useDraft } from '../../useDraft';
import { ActivityReceived } from './ActivityReceived';
import { ActivitySheet } from './ActivitySheet';
import { type CompletionDraft, freshCompletion } from './drafts';
import { HowMany, Outcome, Photos, WhatWasDone } from './HeldFields';
import { sendCompletion } from './sendActivity';

interface Props {
  me: Me;
  activity: ActivityOut;
  /** Reads the activity anew. */
  again: () => void;
}

/** What became of a plan: one text and, where they differ from the plan, days and numbers. */
export function Completion({ me, activity, again }: Props) {
  const { t } = useLingui();
  const { draft, received, problem, change, discard, send, ...state } = useDraft<CompletionDraft, ActivityOut>(
    `${me.user.id} ${activity.id}`,
    {
      find: () => findDraft<CompletionDraft>(me.user.id, 'completion', activity.id),
      begin: () => freshCompletion(me.user.id, activity),
      send: sendCompletion,
    },
  );
  if (received) return <ActivityReceived activity={received} onShow={again} />;
  if (!draft) return <ActivitySheet activity={activity} />;
  const set = (changed: Partial<CompletionDraft>) => change({ ...draft, ...changed });
  const several = activity.ends_on !== activity.starts_on || draft.endsOn !== draft.startsOn;
  const today = dateOf(new Date());
  const ordered = draft.startsOn !== '' && draft.startsOn <= draft.endsOn;
  const drop = async () => {
    await discard();
    again();
  };
  return (
    <>
      <ActivitySheet activity={activity} />
      <DraftForm
        {...state}
        problem={problem}
        complete={draft.content.trim() !== '' && ordered}
        photosLeft={draft.receivedAt !== null}
        onSend={send}
        onDiscard={drop}
      >
        {(tried) => (
          <>
            <Card heading={<Trans>办完了</Trans>}>
              <WhatWasDone
                draft={draft}
                error={
                  problem?.field('content') ??
                  (tried && !draft.content.trim() ? t`请简单写一写，一两句就可以` : undefined)
                }
                onChange={set}
              />
              <HowMany draft={draft} problem={problem} onChange={set} />
              <Photos draft={draft} onChange={set} />
            </Card>
            <Card>
              <Field
                label={several ? <Trans>实际开始日期</Trans> : <Trans>实际日期</Trans>}
                type="date"
                value={draft.startsOn}
                max={today}
                error={problem?.field('starts_on') ?? (tried && !ordered ? t`请检查日期` : undefined)}
                onInput={({ currentTarget: { value } }) => set({ startsOn: value, ...(!several && { endsOn: value }) })}
              />
              {several && (
                <Field
                  label={<Trans>实际结束日期</Trans>}
                  type="date"
                  value={draft.endsOn}
                  max={today}
                  error={problem?.field('ends_on')}
                  onInput={(event) => set({ endsOn: event.currentTarget.value })}
                />
              )}
              <Outcome draft={draft} problem={problem} onChange={set} />
            </Card>
          </>
        )}
      </DraftForm>
    </>
  );
}
