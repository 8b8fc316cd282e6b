import { type ListPartyOrganisationsData, listPartyOrganisations } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

export type PartyFilters = NonNullable<ListPartyOrganisationsData['query']>;

export function partyListQuery(filters: PartyFilters) {
  return queryOptions({
    queryKey: ['party-organisations', 'list', filters],
    queryFn: ({ signal }) => listPartyOrganisations({ query: filters, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The Party organisations of one organisation, those that ended among them. */
export function partyOfQuery(organisationId: string) {
  return queryOptions({
    queryKey: ['party-organisations', 'of', organisationId],
    queryFn: ({ signal }) =>
      wholeList((page) => listPartyOrganisations({ query: { organisation_id: organisationId, ...page }, signal })),
  });
}
