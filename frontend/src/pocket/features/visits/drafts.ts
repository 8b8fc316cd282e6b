import type { ChecklistOut, ItemResultIn } from '@shared/api/gen';
import { newId } from '@shared/api/writes';
import type { VisitDuty } from '@shared/domain/visits';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** A photo on its way: the file itself, and the id under which the service will know it. */
export interface DraftPhoto {
  id: string;
  name: string;
  file: Blob;
  /** Received by the service; it need not be sent again. */
  sent: boolean;
}

/** The activity room as noted, with the edition it was begun with: a newer one must not take the answers away. */
export interface NotedRoom {
  checklist: Pick<ChecklistOut, 'id' | 'items'>;
  results: ItemResultIn[];
}

/** A visit being written. It lives on this phone until the service has said that it has it. */
export interface VisitDraft {
  id: string;
  userId: string;
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
  photos: DraftPhoto[];
  /** What was found in the activity room; absent in drafts begun before it could be noted, `null` while unsaid. */
  room?: NotedRoom | null;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: VisitDraft; indexes: { user: string } };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('handinhand', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('drafts', { keyPath: 'id' }).createIndex('user', 'userId');
    },
  });
  return opened;
}

/** An empty draft of a visit that begins now. */
export function freshDraft(userId: string, institutionId: string): VisitDraft {
  return {
    id: newId(),
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

/** Everything that this account has begun on this phone. */
export async function listDrafts(userId: string): Promise<VisitDraft[]> {
  return (await database()).getAllFromIndex('drafts', 'user', userId);
}

/** The draft of this account for an institution, if one was begun. */
export async function findDraft(userId: string, institutionId: string): Promise<VisitDraft | undefined> {
  return (await listDrafts(userId)).find((draft) => draft.institutionId === institutionId);
}

export async function keepDraft(draft: VisitDraft): Promise<void> {
  await (await database()).put('drafts', draft);
}

export async function dropDraft(id: string): Promise<void> {
  await (await database()).delete('drafts', id);
}
