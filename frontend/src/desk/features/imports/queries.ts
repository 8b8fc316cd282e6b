import {
  type ImportOut,
  type ListImportRowsData,
  type ListImportsData,
  listImportRows,
  listImports,
  readImport,
} from '@shared/api/gen';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

/** How often a running import is asked how far it is. */
const askAgainMs = 1_000;

export function importsQuery(filters: NonNullable<ListImportsData['query']>) {
  return queryOptions({
    queryKey: ['imports', 'list', filters],
    queryFn: ({ signal }) => listImports({ query: filters, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? 3_000 : false),
  });
}

/** One import, asked again by itself while the service is at work on it. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => readImport({ path: { id }, signal }),
    refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data) ? askAgainMs : false),
  });
}

export function importRowsQuery(id: string, filters: NonNullable<ListImportRowsData['query']>) {
  return queryOptions({
    queryKey: ['imports', 'rows', id, filters],
    queryFn: ({ signal }) => listImportRows({ path: { id }, query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Whether the service is at work on it. One that was left so long that its file is gone never goes on. */
export function isUnderWay({ status, expired_at }: ImportOut): boolean {
  return expired_at === null && (status === 'validating' || status === 'confirmed');
}
