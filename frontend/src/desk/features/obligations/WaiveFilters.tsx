import { ChoiceFilter, FilterBar } from '@desk/components/FilterBar';
import { useListNavigation } from '@desk/components/list-search';
import { PickFilter } from '@desk/components/PickFilter';
import { useSections } from '@desk/features/organisations/queries';
import { findPeople } from '@desk/features/people/queries';
import { useLingui } from '@lingui/react/macro';
import { readPerson } from '@shared/api/gen';
import { institutionKinds, organisationKindLabel } from '@shared/domain/organisations';
import { monthInWords, monthOf } from '@shared/time/zone';
import type { ObligationSearch } from './obligation-search';
import { statusChoices } from './status-choices';
import { waivableMonths } from './waive-plan';

/** Which month is waived, and among which institutions one chooses. */
export function WaiveFilters({ search, month }: { search: ObligationSearch; month: string }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const sections = useSections();
  const { month: _, ...others } = search;
  const cleared = Object.fromEntries(Object.keys(others).map((name) => [name, undefined]));
  return (
    <FilterBar onClear={Object.keys(others).length > 0 ? () => list.change(cleared) : undefined}>
      <ChoiceFilter
        label={t`免除哪个月`}
        value={month}
        onChange={(chosen) => list.change({ month: chosen })}
        choices={waivableMonths(monthOf(new Date()), month).map((offered) => ({
          value: offered,
          label: monthInWords(offered, i18n.locale),
        }))}
        always
      />
      <ChoiceFilter
        label={t`类别`}
        value={search.kind}
        onChange={(kind) => list.change({ kind })}
        choices={institutionKinds.map((kind) => ({ value: kind, label: i18n._(organisationKindLabel[kind]) }))}
      />
      <ChoiceFilter
        label={t`归口股室`}
        value={search.section_id}
        onChange={(section_id) => list.change({ section_id })}
        choices={sections.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <ChoiceFilter
        label={t`状态`}
        value={search.status}
        onChange={(status) => list.change({ status })}
        choices={statusChoices(search.status)}
      />
      <PickFilter
        label={t`指导员`}
        value={search.instructor_id}
        searchKey="people"
        find={findPeople}
        nameOf={async (id, signal) => (await readPerson({ path: { id }, signal })).name}
        onChange={(instructor_id) => list.change({ instructor_id })}
      />
    </FilterBar>
  );
}
