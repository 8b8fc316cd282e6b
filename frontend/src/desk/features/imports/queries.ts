import {
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
    refetchInterval: (query) => (query.state.data?.items.some(({ status }) => isRunning(status)) ? 3_000 : false),
  });
}

/** One import, asked again by itself while the service is at work on it. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => readImport({ path: { id }, signal }),
    refetchInterval: (query) => (query.state.data && isRunning(query.state.data.status) ? askAgainMs : false),
  });
}

export function importRowsQuery(id: string, filters: NonNullable<ListImportRowsData['query']>) {
  return queryOptions({
    queryKey: ['imports', 'rows', id, filters],
    queryFn: ({ signal }) => listImportRows({ path: { id }, query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

export function isRunning(status: string): boolean {
  return status === 'validating' || status === 'confirmed';
}
