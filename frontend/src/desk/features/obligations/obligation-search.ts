import { type ListSearch, readListSearch } from '@desk/components/list-search';
import type { ListObligationsData } from '@shared/api/gen';
import { type ObligationStatus, obligationStatuses } from '@shared/domain/obligations';

export interface ObligationSearch extends ListSearch {
  month?: string;
  institution_id?: string;
  section_id?: string;
  kind?: string;
  instructor_id?: string;
  /** Several statuses, with commas between. */
  status?: string;
}

/**
 * Reads the address of the list. `status` may be repeated, as in the addresses that the service gives with its figures,
 * or hold several with commas between; unknown ones are dropped.
 */
export function readObligationSearch(search: Record<string, unknown>): ObligationSearch {
  const { status, ...rest } = search;
  const named = (Array.isArray(status) ? status : [status]).flatMap((each) => String(each ?? '').split(','));
  const statuses = obligationStatuses.filter((known) => named.includes(known));
  return {
    ...readListSearch(rest, ['month', 'institution_id', 'section_id', 'kind', 'instructor_id']),
    ...(statuses.length > 0 && { status: statuses.join(',') }),
  };
}

/** The filters alone, for a page that takes them over. */
export function withoutPage({ q: _, sort: __, cursor: ___, ...filters }: ObligationSearch): ObligationSearch {
  return filters;
}

/** What the service is asked for. */
export function filtersOf({ status, ...search }: ObligationSearch): NonNullable<ListObligationsData['query']> {
  return {
    ...(search as NonNullable<ListObligationsData['query']>),
    ...(status && { status: status.split(',') as ObligationStatus[] }),
  };
}
