import 'fake-indexeddb/auto';
import { ApiProblem, problemFoundHere, problemWithoutAnswer } from '@shared/api/problem';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetSeen, seenLast } from './seen';
import { keepDraft, listDrafts } from './store';

const offline = () => Promise.reject(problemWithoutAnswer());

beforeEach(forgetSeen);

describe('what was seen last', () => {
  it('stands in where the service cannot be reached, and says so', async () => {
    expect(await seenLast('anna', 'kinds', async () => ['送教下乡'])).toEqual({ value: ['送教下乡'], seenAt: null });
    const found = await seenLast('anna', 'kinds', offline);
    expect(found.value).toEqual(['送教下乡']);
    expect(found.seenAt).toMatch(/Z$/);
  });

  it('is each account’s own and each list’s own', async () => {
    await seenLast('anna', 'kinds', async () => ['送教下乡']);
    await expect(seenLast('ben', 'kinds', offline)).rejects.toBeInstanceOf(ApiProblem);
    await expect(seenLast('anna', 'communities', offline)).rejects.toBeInstanceOf(ApiProblem);
  });

  it('does not stand in for a refusal', async () => {
    await seenLast('anna', 'kinds', async () => ['送教下乡']);
    const refused = () => Promise.reject(problemFoundHere('conflict', '', ''));
    await expect(seenLast('anna', 'kinds', refused)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is forgotten by all accounts at once; drafts stay', async () => {
    const draft = { id: 'one', kind: 'visit', userId: 'anna', photos: [] };
    await keepDraft(draft);
    await seenLast('anna', 'kinds', async () => ['送教下乡']);
    await forgetSeen();
    await expect(seenLast('anna', 'kinds', offline)).rejects.toBeInstanceOf(ApiProblem);
    expect(await listDrafts('anna', 'visit')).toEqual([draft]);
  });
});
