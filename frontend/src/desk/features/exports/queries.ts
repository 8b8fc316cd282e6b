import { type ExportOut, type ListExportsData, listExports } from '@shared/api/gen';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

/** How often the list asks how far the exports are, while one of them is on its way; never otherwise. */
const askAgainMs = 3_000;

export function exportsQuery(filters: NonNullable<ListExportsData['query']>) {
  return queryOptions({
    queryKey: ['exports', 'list', filters],
    queryFn: ({ signal }) => listExports({ query: filters, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? askAgainMs : false),
  });
}

export function isUnderWay({ status }: Pick<ExportOut, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}
