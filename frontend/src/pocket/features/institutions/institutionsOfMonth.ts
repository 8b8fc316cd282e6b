import { listDispatches, listObligations, listOrganisations } from '@shared/api/gen';
import type { ObligationStatus } from '@shared/domain/obligations';
import { distanceInMetres, type Point } from '@shared/geo/distance';

/** An institution that I am dispatched to, with where its month stands; `status` is null while no duty has begun. */
export interface InstitutionOfMonth {
  id: string;
  name: string;
  address: string | null;
  position: Point | null;
  status: ObligationStatus | null;
  metres: number | null;
}

/** The institutions of a person (a person's id) in a month, those still to be visited first. */
export async function institutionsOfMonth(month: string, person: string | null): Promise<InstitutionOfMonth[]> {
  if (!person) return [];
  const [posts, organisations, obligations] = await Promise.all([
    listDispatches({ query: { instructor_id: person, state: 'active', limit: 200 } }),
    listOrganisations({ query: { ownership: 'private', limit: 200 } }),
    listObligations({ query: { month, limit: 200 } }),
  ]);
  const assigned = new Set(posts.items.map((post) => post.institution_id));
  const status = new Map(obligations.items.map((owed) => [owed.institution_id, owed.status]));
  return organisations.items
    .filter((organisation) => assigned.has(organisation.id))
    .map(({ id, name, address, position }) => ({
      id,
      name,
      address: address ?? null,
      position: position ?? null,
      status: status.get(id) ?? null,
      metres: null,
    }))
    .sort((one, other) => rank(one) - rank(other));
}

function rank(institution: InstitutionOfMonth): number {
  return institution.status === 'open' ? 0 : 1;
}

/** The same institutions, those to be visited first and the nearer before the farther. */
export function nearestFirst(institutions: readonly InstitutionOfMonth[], here: Point): InstitutionOfMonth[] {
  return institutions
    .map((institution) => ({
      ...institution,
      metres: institution.position ? distanceInMetres(here, institution.position) : null,
    }))
    .sort((one, other) => rank(one) - rank(other) || (one.metres ?? Infinity) - (other.metres ?? Infinity));
}
