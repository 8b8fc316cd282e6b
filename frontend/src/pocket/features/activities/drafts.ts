import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ActivityOut } from '@shared/api/gen';
import type { Strand } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { type Draft, listDrafts } from '../../store';
import type { Choices } from './choices';

/** What was said of an activity in one sending, as the service's record would show it. */
export type Said = Partial<ActivityOut>;

/** What every draft of an activity has: what was done, with how many, and how far it has got. */
interface Held extends Draft {
  content: string;
  outcome: string;
  lead: number;
  supported: number;
  /** All that was sent so far without being sure that it arrived: what the service has may be any of it. */
  tried: Said[];
  /** When the service received it; the photos may still be here. */
  receivedAt: string | null;
}

/** An activity that was just held, being written down. */
export interface NoteDraft extends Held {
  kind: 'activity';
  communityId: string | null;
  strand: Strand | null;
  kindId: string | null;
  title: string;
  /** The title was written by hand and is no longer proposed. */
  ownTitle: boolean;
  day: string;
  place: string;
  hosts: string;
  /** The supported schools that took part; none chosen means all. */
  schoolIds: string[];
}

/** What became of a planned activity, being written down. Its id is the activity's. */
export interface CompletionDraft extends Held {
  kind: 'completion';
  /** The title, for the list of what waits. */
  title: string;
  /** The version of the plan that its author has before them. */
  version: number;
  startsOn: string;
  endsOn: string;
}

/** What this account has begun of activities on this phone. */
export async function listActivityDrafts(userId: string): Promise<(NoteDraft | CompletionDraft)[]> {
  return [
    ...(await listDrafts<NoteDraft>(userId, 'activity')),
    ...(await listDrafts<CompletionDraft>(userId, 'completion')),
  ];
}

/** An empty note of today, under the id that its record will have. */
export function freshNote(userId: string, id: string): NoteDraft {
  return {
    ...nothingHeld,
    id,
    kind: 'activity',
    userId,
    communityId: null,
    strand: null,
    kindId: null,
    title: '',
    ownTitle: false,
    day: dateOf(new Date()),
    place: '',
    hosts: '',
    schoolIds: [],
  };
}

/** A plan that lies ahead was held early, if it is completed today. */
export function freshCompletion(userId: string, plan: ActivityOut): CompletionDraft {
  const today = dateOf(new Date());
  return {
    ...nothingHeld,
    id: plan.id,
    kind: 'completion',
    userId,
    title: plan.title,
    version: plan.version,
    startsOn: upTo(today, plan.starts_on),
    endsOn: upTo(today, plan.ends_on),
    lead: plan.lead_participants,
    supported: plan.supported_participants,
  };
}

/** Days are compared as they are written: `2026-10-08`. */
function upTo(limit: string, day: string): string {
  if (day > limit) return limit;
  return day;
}

const nothingHeld = { photos: [], content: '', outcome: '', lead: 0, supported: 0, tried: [], receivedAt: null };

/**
 * The note with what follows from what was chosen: the only community there is, the only kind of the strand, a title
 * from kind and schools until somebody writes one.
 */
export function completed(note: NoteDraft, { communities, kinds }: Choices): NoteDraft {
  const community = communities.find(({ id }) => id === note.communityId) ?? only(communities);
  const offered = kinds.filter((kind) => kind.strand === note.strand);
  const kind = offered.find(({ id }) => id === note.kindId) ?? only(offered);
  const taking = community?.supported.filter(({ id }) => note.schoolIds.includes(id)) ?? [];
  const chosen = { ...note, communityId: community?.id ?? null, kindId: kind?.id ?? null };
  chosen.schoolIds = taking.map(({ id }) => id);
  if (!note.ownTitle) {
    const schools = (taking.length > 0 ? taking : (community?.supported ?? [])).map(({ name }) => name);
    chosen.title = community && kind ? proposed(community.lead.name, schools.join('、'), kind.name) : '';
  }
  return chosen;
}

function proposed(lead: string, supported: string, kind: string): string {
  return i18n._(msg`${lead}与${supported}${kind}`).slice(0, 100);
}

function only<Value>(values: readonly Value[]): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}
