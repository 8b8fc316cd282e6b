import type { ChecklistOut, ItemResultIn } from '@shared/api/gen';
import { newId } from '@shared/api/writes';
import type { VisitDuty } from '@shared/domain/visits';
import { type Draft, listDrafts } from '../../store';

/** The activity room as noted, with the edition it was begun with: a newer one must not take the answers away. */
export interface NotedRoom {
  checklist: Pick<ChecklistOut, 'id' | 'items'>;
  results: ItemResultIn[];
  /** A word on the whole; absent in drafts begun before it could be written. */
  summary?: string;
}

/** A visit being written. */
export interface VisitDraft extends Draft {
  kind: 'visit';
  institutionId: string;
  /** As the field shows it, in this phone's zone: `2026-10-08T09:30`. */
  startedAt: string;
  mode: 'on_site' | 'other';
  duties: VisitDuty[];
  findings: string;
  advice: string;
  personsMet: string;
  opinion: string;
  opinionId: string;
  lateReason: string;
  position: { longitude: number; latitude: number; accuracy_m: number; datum: 'wgs84' } | null;
  /** What was found in the activity room; absent in drafts begun before it could be noted, `null` while unsaid. */
  room?: NotedRoom | null;
}

/** An empty draft of a visit that begins now. */
export function freshDraft(userId: string, institutionId: string): VisitDraft {
  return {
    id: newId(),
    kind: 'visit',
    userId,
    institutionId,
    startedAt: fieldTime(new Date()),
    mode: 'on_site',
    duties: [],
    findings: '',
    advice: '',
    personsMet: '',
    opinion: '',
    opinionId: newId(),
    lateReason: '',
    position: null,
    photos: [],
  };
}

/** An instant as a `datetime-local` field writes it. */
export function fieldTime(instant: Date): string {
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The draft of this account for an institution, if one was begun. */
export async function findVisitDraft(userId: string, institutionId: string): Promise<VisitDraft | undefined> {
  return (await listDrafts<VisitDraft>(userId, 'visit')).find((draft) => draft.institutionId === institutionId);
}
