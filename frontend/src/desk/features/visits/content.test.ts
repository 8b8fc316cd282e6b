import { i18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { differences, type VisitContent } from './content';

const words = { i18n, people: new Map([['p1', '李建国']]) };

const before: VisitContent = {
  state: 'submitted',
  started_at: '2026-10-14T01:00:00Z',
  mode: 'on_site',
  duties: ['policy', 'opinions'],
  co_visitor_ids: ['p1'],
  findings: '消防通道已清理。',
  opinions: [{ id: 'o1', text: '希望协调停车。', category: 'safety', state: 'raised' }],
};

describe('two readings of a visit', () => {
  it('of the same content differ in nothing', () => {
    expect(differences(before, { ...before, opinions: [...(before.opinions ?? [])] }, words)).toEqual([]);
  });

  it('show in words what changed, in the bureau’s time', () => {
    const after: VisitContent = { ...before, started_at: '2026-10-15T01:00:00Z', duties: ['policy'] };
    expect(differences(before, after, words)).toEqual([
      { name: 'started_at', before: '2026-10-14 09:00', after: '2026-10-15 09:00' },
      { name: 'duties', before: '宣讲政策法规、听取意见建议', after: '宣讲政策法规' },
    ]);
  });

  it('name people that are known, and say so where one is not', () => {
    const found = differences(before, { ...before, co_visitor_ids: ['p1', 'p2'] }, words);
    expect(found).toEqual([{ name: 'co_visitor_ids', before: '李建国', after: '李建国、另一位人员' }]);
  });

  it('do not compare what only one of them holds', () => {
    expect(differences(before, { findings: '消防通道已清理。', advice: '补齐台账' }, words)).toEqual([]);
  });
});
