import type { ActivityOut } from '@shared/api/gen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Choices } from './choices';
import { completed, freshCompletion, freshNote } from './drafts';

const one: Choices = {
  communities: [
    { id: 'c1', name: '桥山共同体', lead: { id: 'l', name: '桥山中学' }, supported: [{ id: 's', name: '兴华学校' }] },
  ],
  kinds: [
    { id: 'k1', strand: 'teaching', name: '送教下乡' },
    { id: 'k2', strand: 'teaching', name: '联合教研' },
    { id: 'k3', strand: 'hardship', name: '亲情陪伴日' },
  ],
};
const second = {
  id: 'c2',
  name: '城南共同体',
  lead: { id: 'l2', name: '城南学校' },
  supported: [
    { id: 's2', name: '雏鹰学校' },
    { id: 's3', name: '丰阳学校' },
  ],
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-25T23:30:00+08:00') });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a note', () => {
  it('is of today in the bureau’s zone', () => {
    expect(freshNote('anna', 'a').day).toBe('2026-11-25');
  });

  it('takes the only community and the only kind, and proposes a title', () => {
    const note = completed({ ...freshNote('anna', 'a'), strand: 'hardship' }, one);
    expect([note.communityId, note.kindId]).toEqual(['c1', 'k3']);
    expect(note.title).toBe('桥山中学与兴华学校亲情陪伴日');
  });

  it('proposes nothing while something is to be chosen', () => {
    const note = completed({ ...freshNote('anna', 'a'), strand: 'teaching' }, one);
    expect([note.kindId, note.title]).toEqual([null, '']);
  });

  it('leaves a title alone that was written by hand', () => {
    const written = { ...freshNote('anna', 'a'), strand: 'hardship' as const, title: '陪孩子读书', ownTitle: true };
    expect(completed(written, one).title).toBe('陪孩子读书');
  });

  it('chooses no community where there are two, and drops schools of another one', () => {
    const both = { ...one, communities: [...one.communities, second] };
    const begun = { ...freshNote('anna', 'a'), strand: 'hardship' as const, schoolIds: ['s3', 's'] };
    expect(completed(begun, both).communityId).toBeNull();
    const chosen = completed({ ...begun, communityId: 'c2' }, both);
    expect(chosen.schoolIds).toEqual(['s3']);
    expect(chosen.title).toBe('城南学校与丰阳学校亲情陪伴日');
  });

  it('forgets a kind of another strand', () => {
    const note = completed({ ...freshNote('anna', 'a'), strand: 'teaching', kindId: 'k3' }, one);
    expect(note.kindId).toBeNull();
  });
});

describe('a completion', () => {
  const plan = { id: 'p', title: '联合教研', version: 3, lead_participants: 4, supported_participants: 9 };

  it('begins with the days and numbers of the plan', () => {
    const begun = freshCompletion('anna', { ...plan, starts_on: '2026-11-20', ends_on: '2026-11-21' } as ActivityOut);
    expect(begun).toMatchObject({ id: 'p', startsOn: '2026-11-20', endsOn: '2026-11-21', lead: 4, supported: 9 });
  });

  it('never lies ahead of today', () => {
    const begun = freshCompletion('anna', { ...plan, starts_on: '2026-12-04', ends_on: '2026-12-05' } as ActivityOut);
    expect([begun.startsOn, begun.endsOn]).toEqual(['2026-11-25', '2026-11-25']);
  });
});
