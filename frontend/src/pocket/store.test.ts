import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';

/** A visit as the first version of the pocket kept it: nothing said what kind of record it was. */
const oldVisit = {
  id: 'visit-1',
  userId: 'anna',
  institutionId: 'kindergarten',
  startedAt: '2026-10-08T09:30',
  mode: 'on_site',
  duties: ['policy'],
  findings: '消防通道已经清理。',
  photos: [{ id: 'photo-1', name: '照片.jpg', file: 'picture', sent: false }],
};

async function keptByVersion1(...visits: object[]): Promise<void> {
  const db = await openDB('handinhand', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('drafts', { keyPath: 'id' }).createIndex('user', 'userId');
    },
  });
  for (const visit of visits) await db.put('drafts', visit);
  db.close();
}

/** The module anew, as after opening the page. */
async function opened() {
  vi.resetModules();
  return await import('./store');
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  localStorage.clear();
});

describe('the phone’s database', () => {
  it('keeps every draft of version 1, now as a visit', async () => {
    await keptByVersion1(oldVisit, { ...oldVisit, id: 'visit-2', userId: 'ben' });
    localStorage.setItem('handinhand.room.anna', '{}');
    localStorage.setItem('handinhand.type', 'big');
    const store = await opened();
    expect(await store.listDrafts('anna', 'visit')).toEqual([{ ...oldVisit, kind: 'visit' }]);
    expect(await store.listDrafts('ben', 'visit')).toHaveLength(1);
    expect(await store.listDrafts('anna', 'activity')).toEqual([]);
    expect(Object.keys(localStorage)).toEqual(['handinhand.type']);
  });

  it('keeps kinds and accounts apart, and what was kept outlives the page', async () => {
    const draft = { id: 'one', kind: 'activity', userId: 'anna', photos: [] };
    const first = await opened();
    await first.keepDraft(draft);
    await first.keepDraft({ ...draft, id: 'two', kind: 'visit' });
    const again = await opened();
    expect(await again.listDrafts('anna', 'activity')).toEqual([draft]);
    expect(await again.findDraft('anna', 'activity', 'two')).toBeUndefined();
    expect(await again.findDraft('ben', 'activity', 'one')).toBeUndefined();
    await again.dropDraft('one');
    expect(await again.listDrafts('anna', 'activity')).toEqual([]);
  });

  it('gives way to a newer page instead of standing in its way', async () => {
    const store = await opened();
    await store.keepDraft({ id: 'one', kind: 'visit', userId: 'anna', photos: [] });
    await openDB('handinhand', 3).then((db) => db.close());
    await expect(store.listDrafts('anna', 'visit')).rejects.toThrow();
  });

  it('tries again after it could not be opened', async () => {
    const store = await opened();
    const open = vi.spyOn(globalThis.indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('no', 'SecurityError');
    });
    await expect(store.listDrafts('anna', 'visit')).rejects.toThrow();
    open.mockRestore();
    expect(await store.listDrafts('anna', 'visit')).toEqual([]);
  });
});
