import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { toast } from './ui/Toast';

/** A photo on its way: the file itself, and the id under which the service will know it. */
export interface Photo {
  id: string;
  name: string;
  file: Blob;
  /** Received by the service; it need not be sent again. */
  sent: boolean;
}

/** A record being written, of whatever kind. It lives on this phone until the service has said that it has it all. */
export interface Draft {
  /** The id of the record itself, here and at the service. */
  id: string;
  /** What it is of; each feature keeps its own kinds. */
  kind: string;
  userId: string;
  photos: Photo[];
}

/** Something that the service said, kept for when it cannot be asked (`seen.ts`). */
interface SeenRecord {
  userId: string;
  name: string;
  value: unknown;
  seenAt: string;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { user: string } };
  seen: { key: [string, string]; value: SeenRecord };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

/** The phone's database. Version 1 knew drafts of visits only. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('handinhand', 2, {
    async upgrade(db, from, _to, change) {
      if (from < 1) db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('user', 'userId');
      db.createObjectStore('seen', { keyPath: ['userId', 'name'] });
      const drafts = change.objectStore('drafts');
      for (const draft of await drafts.getAll()) await drafts.put({ ...draft, kind: 'visit' });
      forgetOldChecklists();
    },
    // An older page of this app holds the database open in another tab; the work goes on once that one is closed.
    blocked: () => toast(i18n._(msg`请先关掉本机上其他打开着的“手拉手”页面。`)),
    blocking: (_now, _next, event) => {
      (event.target as IDBDatabase).close();
      closed();
    },
    terminated: closed,
  }).catch((error: unknown) => {
    closed();
    throw error;
  });
  return opened;
}

function closed(): void {
  opened = null;
}

/** The activity room's checklist once lay beside the database, under a key for each account. */
function forgetOldChecklists(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('handinhand.room.')) localStorage.removeItem(key);
}

/** Everything of a kind that this account has begun on this phone. */
export async function listDrafts<Kept extends Draft>(userId: string, kind: Kept['kind']): Promise<Kept[]> {
  const all = await (await database()).getAllFromIndex('drafts', 'user', userId);
  return all.filter((draft): draft is Kept => draft.kind === kind);
}

/** One draft of this account by its record's id. */
export async function findDraft<Kept extends Draft>(
  userId: string,
  kind: Kept['kind'],
  id: string,
): Promise<Kept | undefined> {
  return (await listDrafts<Kept>(userId, kind)).find((draft) => draft.id === id);
}

export async function keepDraft(draft: Draft): Promise<void> {
  await (await database()).put('drafts', draft);
}

export async function dropDraft(id: string): Promise<void> {
  await (await database()).delete('drafts', id);
}
