import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  type ActivityOut,
  type ActivityPatch,
  changeActivity,
  completeActivity,
  createActivity,
  readActivity,
} from '@shared/api/gen';
import { ApiProblem, problemFoundHere } from '@shared/api/problem';
import { ifMatch } from '@shared/api/writes';
import { strandLabel } from '@shared/domain/strands';
import { type Sending, sendPhotos } from '../../sending';
import type { CompletionDraft, NoteDraft, Said } from './drafts';

/** Brings a note to the service: the record under its own id, then its photos. Every step may be repeated. */
export function sendNote(draft: NoteDraft, sending: Sending<NoteDraft>): Promise<ActivityOut> {
  const { communityId, strand, kindId } = draft;
  if (!communityId || !strand || !kindId) throw new Error('a note is sent when it is complete');
  const { content, outcome, ...held } = heldIn(draft);
  const said = {
    ...held,
    community_id: communityId,
    strand,
    kind_id: kindId,
    supported_school_ids: draft.schoolIds,
    title: draft.title.split(/\s+/).filter(Boolean).join(' '),
    starts_on: draft.day,
    ends_on: draft.day,
    place: draft.place.trim(),
    hosts: draft.hosts.trim(),
  };
  return send(draft, { ...said, content, outcome }, sending, () =>
    createActivity({ body: { id: draft.id, ...said, done: { content, outcome } } }),
  );
}

/** Brings what became of a plan to the service, then its photos. Every step may be repeated. */
export function sendCompletion(draft: CompletionDraft, sending: Sending<CompletionDraft>): Promise<ActivityOut> {
  const said = { ...heldIn(draft), starts_on: draft.startsOn, ends_on: draft.endsOn };
  return send(draft, said, sending, () =>
    completeActivity({ path: { id: draft.id }, headers: ifMatch(draft.version), body: said }),
  );
}

function heldIn(draft: NoteDraft | CompletionDraft) {
  return {
    content: draft.content.trim(),
    outcome: draft.outcome.trim(),
    lead_participants: draft.lead,
    supported_participants: draft.supported,
  };
}

async function send<Kept extends NoteDraft | CompletionDraft>(
  draft: Kept,
  said: Said,
  { keep, onStep }: Sending<Kept>,
  write: () => Promise<ActivityOut>,
): Promise<ActivityOut> {
  const steps = draft.photos.length + 1;
  onStep(0, steps);
  // Noted before it goes out: if no answer comes, the next try knows its own words when it finds them at the service.
  const known = draft.tried.some((each) => JSON.stringify(each) === JSON.stringify(said));
  const tried = known ? draft.tried : [...draft.tried, said];
  let current = await keep({ tried } as Partial<Kept>);
  const activity = await write().catch((error: unknown) => settle(current, said, error, keep));
  current = await keep({ receivedAt: activity.completed_at } as Partial<Kept>);
  onStep(1, steps);
  await sendPhotos(current, 'activity', keep, (count) => onStep(count + 1, steps));
  return activity;
}

const alreadyThere = new Set(['id_taken', 'activity_state', 'stale']);

/**
 * The service has the activity already. If it says what this phone has sent before, an answer was lost on the way, and
 * what is new is changed in it; if it says something else, a person decides. Throws an `ApiProblem`.
 */
async function settle<Kept extends NoteDraft | CompletionDraft>(
  draft: Kept,
  said: Said,
  error: unknown,
  keep: Sending<Kept>['keep'],
): Promise<ActivityOut> {
  if (!(error instanceof ApiProblem) || !alreadyThere.has(error.code)) throw error;
  const there = await readActivity({ path: { id: draft.id } });
  if (there.state === 'planned') {
    await keep({ version: there.version } as Partial<CompletionDraft> as Partial<Kept>);
    throw problemFoundHere(
      'plan_changed',
      i18n._(msg`这次活动的安排在别处改过，还没有提交`),
      i18n._(
        msg`现在安排的日期是 ${there.starts_on}，人数是 ${there.lead_participants} 和 ${there.supported_participants}。请核对您写的，再点提交。`,
      ),
    );
  }
  if (there.state === 'done' && says(there, said)) return there;
  if (there.state !== 'done' || !draft.tried.some((each) => says(there, each))) {
    throw problemFoundHere(
      'changed_elsewhere',
      i18n._(msg`这次活动已在别处登记、改过或取消`),
      i18n._(msg`您写的还在本机，没有覆盖别人写的。那里写的是：${there.content || (there.cancel_reason ?? '')}`),
    );
  }
  if (
    (said.community_id ?? there.community_id) !== there.community_id ||
    (said.strand ?? there.strand) !== there.strand
  ) {
    throw problemFoundHere(
      'arrived_otherwise',
      i18n._(msg`这次活动已经送达过一次，共同体和板块不能再改`),
      i18n._(msg`送达的是“${there.community_name}”的${i18n._(strandLabel[there.strand])}活动。请改回来，再点提交。`),
    );
  }
  const { community_id: _, strand: __, ...body } = said;
  return changeActivity({ path: { id: draft.id }, headers: ifMatch(there.version), body: body as ActivityPatch });
}

/** Whether the service's record says all that was said. */
export function says(there: ActivityOut, said: Said): boolean {
  return Object.entries(said).every(
    ([name, value]) => JSON.stringify(there[name as keyof ActivityOut]) === JSON.stringify(value),
  );
}
