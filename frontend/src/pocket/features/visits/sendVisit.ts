import { changeVisit, createVisit, readVisit, submitVisit, type VisitIn, type VisitOut } from '@shared/api/gen';
import { ApiProblem } from '@shared/api/problem';
import { ifMatch } from '@shared/api/writes';
import { type Sending, sendPhotos } from '../../sending';
import type { NotedRoom, VisitDraft } from './drafts';

function contentOf(draft: VisitDraft) {
  return {
    started_at: new Date(draft.startedAt).toISOString(),
    mode: draft.mode,
    duties: draft.duties,
    findings: draft.findings.trim(),
    advice: draft.advice.trim(),
    persons_met: draft.personsMet.trim(),
    opinions: draft.opinion.trim()
      ? [{ id: draft.opinionId, text: draft.opinion.trim(), category: 'other' as const }]
      : [],
    activity_room: draft.room ? reviewOf(draft.room) : null,
    position: draft.position,
    late_reason: draft.lateReason.trim() || null,
  };
}

function reviewOf({ checklist, results, summary }: NotedRoom) {
  return { checklist_id: checklist.id, results, summary: summary?.trim() ?? '' };
}

/** The record at the service with the draft's content: made now, or changed if an earlier try got that far. */
async function record(draft: VisitDraft): Promise<VisitOut> {
  const body: VisitIn = { id: draft.id, institution_id: draft.institutionId, channel: 'phone', ...contentOf(draft) };
  try {
    return await createVisit({ body });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'id_taken') throw error;
    const there = await readVisit({ path: { id: draft.id } });
    if (there.state !== 'draft') return there;
    return changeVisit({ path: { id: draft.id }, headers: ifMatch(there.version), body: contentOf(draft) });
  }
}

/**
 * Brings a draft to the service: the record, its photos, then the submission. Every step may be repeated; what has
 * arrived is not made twice. Throws an `ApiProblem`, and the draft stays as it is.
 */
export async function sendVisit(draft: VisitDraft, { keep, onStep }: Sending<VisitDraft>): Promise<VisitOut> {
  const steps = draft.photos.length + 2;
  onStep(0, steps);
  const visit = await record(draft);
  onStep(1, steps);
  await sendPhotos(draft, 'visit', keep, (count) => onStep(count + 1, steps));
  if (visit.state !== 'draft') return visit;
  return submitVisit({
    path: { id: draft.id },
    headers: ifMatch(visit.version),
    body: { device_time: new Date().toISOString(), late_reason: draft.lateReason.trim() || null },
  });
}
