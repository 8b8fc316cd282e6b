import { ChoiceFilter, FilterBar } from '@desk/components/FilterBar';
import { useListNavigation } from '@desk/components/list-search';
import { PickFilter } from '@desk/components/PickFilter';
import { useSections } from '@desk/features/organisations/queries';
import { findPeople } from '@desk/features/people/queries';
import { useFiguresOnly, usePermission } from '@desk/features/session/queries';
import { useLingui } from '@lingui/react/macro';
import { readPerson } from '@shared/api/gen';
import { institutionKinds, organisationKindLabel } from '@shared/domain/organisations';
import { addMonths, monthInWords } from '@shared/time/zone';
import styles from './MonthPage.module.css';
import { type MonthSearch, monthSpans, presentMonth, usualMonths } from './month-search';

interface Props {
  search: MonthSearch;
  /** Without it the number of months is not offered. */
  spans?: boolean;
}

/** Which month, how many back, and which institutions. */
export function MonthFilters({ search, spans = true }: Props) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const sections = useSections();
  const figuresOnly = useFiguresOnly();
  const mayReadPeople = usePermission('people:read');
  const month = search.month ?? presentMonth();
  const filtered = Boolean(search.kind || search.section_id || search.instructor_id);
  const go = (to: string) => list.change({ month: to === presentMonth() ? undefined : to });
  return (
    <FilterBar
      onClear={
        filtered ? () => list.change({ kind: undefined, section_id: undefined, instructor_id: undefined }) : undefined
      }
    >
      <span className={styles.month}>
        <button type="button" aria-label={t`上一个月`} onClick={() => go(addMonths(month, -1))}>
          ‹
        </button>
        <select aria-label={t`月份`} value={month} onChange={(event) => go(event.target.value)}>
          {offeredMonths(month).map((offered) => (
            <option key={offered} value={offered}>
              {monthInWords(offered, i18n.locale)}
            </option>
          ))}
        </select>
        <button
          type="button"
          aria-label={t`下一个月`}
          disabled={month >= presentMonth()}
          onClick={() => go(addMonths(month, 1))}
        >
          ›
        </button>
      </span>
      {spans && (
        <ChoiceFilter
          label={t`显示`}
          value={String(search.months ?? usualMonths)}
          onChange={(months) => list.change({ months: months === String(usualMonths) ? undefined : months })}
          choices={monthSpans.map((span) => ({ value: String(span), label: t`${span} 个月` }))}
          always
        />
      )}
      {!figuresOnly && (
        <ChoiceFilter
          label={t`类别`}
          value={search.kind}
          onChange={(kind) => list.change({ kind })}
          choices={institutionKinds.map((kind) => ({ value: kind, label: i18n._(organisationKindLabel[kind]) }))}
        />
      )}
      {sections.length > 0 && (
        <ChoiceFilter
          label={t`归口股室`}
          value={search.section_id}
          onChange={(section_id) => list.change({ section_id })}
          choices={sections.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {mayReadPeople && (
        <PickFilter
          label={t`指导员`}
          value={search.instructor_id}
          searchKey="people"
          find={findPeople}
          nameOf={async (id, signal) => (await readPerson({ path: { id }, signal })).name}
          onChange={(instructor_id) => list.change({ instructor_id })}
        />
      )}
    </FilterBar>
  );
}

/** The last three years, the latest first, and the chosen month if it lies before them. */
function offeredMonths(chosen: string): string[] {
  const months = Array.from({ length: 36 }, (_, back) => addMonths(presentMonth(), -back));
  return months.includes(chosen) ? months : [...months, chosen];
}
