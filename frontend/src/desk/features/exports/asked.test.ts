import { describe, expect, it } from 'vitest';
import { exportOfForm, exportOfList, sameAgain } from './asked';

describe('the export of the list on the screen', () => {
  it('takes over one month and every filter', () => {
    const search = {
      month: '2026-10',
      status: 'open,missed',
      kind: 'school',
      section_id: 's',
      instructor_id: 'p',
      institution_id: 'o',
      sort: '-month',
      cursor: 'next',
    };
    expect(exportOfList(search)).toEqual({
      kind: 'obligations',
      month: '2026-10',
      months: 1,
      filters: {
        kind: 'school',
        section_id: 's',
        instructor_id: 'p',
        institution_id: 'o',
        status: ['open', 'missed'],
      },
    });
  });

  it('reaches as far back as the list does when no month is chosen', () => {
    expect(exportOfList({})).toEqual({ kind: 'obligations', months: 36, filters: {} });
  });
});

it('an export can be asked for once more just as it was', () => {
  const parameters = { month: '2026-10', months: 12, filters: { kind: 'kindergarten' } };
  expect(sameAgain({ kind: 'month_grid', parameters })).toEqual({ kind: 'month_grid', ...parameters });
});

describe('the export of the form', () => {
  const fields = { month: '2026-10', months: '6', institution_kind: null, section_id: 's', status: 'missed' };

  it('asks for one status in the list', () => {
    expect(exportOfForm({ ...fields, kind: 'obligations' })).toEqual({
      kind: 'obligations',
      month: '2026-10',
      months: 6,
      filters: { section_id: 's', status: ['missed'] },
    });
  });

  it('leaves the status out of the grid, which the service would refuse', () => {
    expect(exportOfForm({ ...fields, kind: 'month_grid' }).filters).toEqual({ section_id: 's' });
  });
});
