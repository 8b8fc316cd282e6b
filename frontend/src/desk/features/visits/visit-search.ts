import { type ListSearch, readListSearch } from '@desk/components/list-search';
import type { ListVisitsData } from '@shared/api/gen';
import { type VisitState, visitLook } from '@shared/domain/visits';

export interface VisitSearch extends ListSearch {
  institution_id?: string;
  instructor_id?: string;
  month?: string;
  /** Several states, with commas between. */
  state?: string;
}

export type VisitFilters = NonNullable<ListVisitsData['query']>;

const allStates = Object.keys(visitLook) as VisitState[];

/**
 * Reads the address of the visit list. `state` may be repeated, as in the addresses that the service gives with its
 * figures, or hold several states with commas between; unknown ones are dropped.
 */
export function readVisitSearch(search: Record<string, unknown>): VisitSearch {
  const { state: _, ...rest } = search;
  const states = statesOf(search.state);
  return {
    ...readListSearch(rest, ['institution_id', 'instructor_id', 'month']),
    ...(states.length > 0 && { state: states.join(',') }),
  };
}

/** The states that an address names, in their usual order. */
export function statesOf(value: unknown): VisitState[] {
  const named = (Array.isArray(value) ? value : [value]).flatMap((each) => String(each ?? '').split(','));
  return allStates.filter((state) => named.includes(state));
}

/** The address with a state added or taken away. */
export function toggleState(value: string | undefined, state: VisitState): string {
  const chosen = statesOf(value);
  const next = chosen.includes(state) ? chosen.filter((kept) => kept !== state) : [...chosen, state];
  return statesOf(next).join(',');
}

/** What the service is asked for. */
export function filtersOf({ state, ...search }: VisitSearch): VisitFilters {
  return { ...search, ...(state && { state: statesOf(state) }) };
}
