import { beforeEach, describe, expect, it } from 'vitest';
import { forgetTyped, keepTyped, recallTyped, type Typed } from './typed';
import { emptyValues } from './values';

beforeEach(() => localStorage.clear());

const typed: Typed = {
  id: 'v1',
  values: { ...emptyValues(new Date()), findings: '消防通道已清理。' },
  base: null,
  names: { i1: '小星星幼儿园' },
};

describe('what was typed', () => {
  it('is there after a reload, for the same user and the same visit only', () => {
    keepTyped('u1', 'new', typed);
    expect(recallTyped('u1', 'new')?.values.findings).toBe('消防通道已清理。');
    expect(recallTyped('u2', 'new')).toBeNull();
    expect(recallTyped('u1', 'v1')).toBeNull();
  });

  it('is gone once saved', () => {
    keepTyped('u1', 'new', typed);
    forgetTyped('u1', 'new');
    expect(recallTyped('u1', 'new')).toBeNull();
  });

  it('is nothing when something else stands there', () => {
    localStorage.setItem('handinhand.visit.u1.new', '{"id": 7');
    expect(recallTyped('u1', 'new')).toBeNull();
    localStorage.setItem('handinhand.visit.u1.new', '{"id": "v1", "values": {}}');
    expect(recallTyped('u1', 'new')).toBeNull();
  });
});
