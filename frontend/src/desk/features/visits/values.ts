import type { Answers } from '@desk/features/standards/answers';
import { answersOf, resultsOf } from '@desk/features/standards/answers';
import type { OpinionNote, RoomReview, VisitChanges, VisitIn, VisitOut } from '@shared/api/gen';
import type { VisitDuty } from '@shared/domain/visits';
import { dateOf } from '@shared/time/zone';
import type { VisitContent } from './content';
import { instantsOf, type WrittenTimes, writtenTimes } from './times';

/** What stands in the form of a visit. */
export interface VisitValues extends WrittenTimes {
  institution_id: string | undefined;
  instructor_id: string | undefined;
  channel: 'desk' | 'paper';
  mode: 'on_site' | 'other';
  co_visitor_ids: string[];
  duties: VisitDuty[];
  persons_met: string;
  findings: string;
  advice: string;
  opinions: OpinionNote[];
  activity_room: WrittenRoom | null;
  late_reason: string;
  /** Why a submitted visit is corrected. */
  reason: string;
}

/** What was found in the activity room, as the form holds it. */
interface WrittenRoom {
  checklist_id?: string;
  /** The items of the edition by code, in its order. */
  titles?: Record<string, string>;
  answers?: Answers;
  summary?: string | null;
}

export function emptyValues(now: Date, institutionId?: string): VisitValues {
  return {
    institution_id: institutionId,
    instructor_id: undefined,
    channel: 'desk',
    day: dateOf(now),
    start: '',
    end: '',
    mode: 'on_site',
    co_visitor_ids: [],
    duties: [],
    persons_met: '',
    findings: '',
    advice: '',
    opinions: [],
    activity_room: null,
    late_reason: '',
    reason: '',
  };
}

/** A visit as its form shows it. */
export function valuesOf(visit: VisitOut): VisitValues {
  const { institution_id, instructor_id, mode, co_visitor_ids, duties, persons_met, findings, advice } = visit;
  return {
    ...writtenTimes(visit),
    institution_id,
    instructor_id,
    channel: visit.channel === 'paper' ? 'paper' : 'desk',
    mode,
    co_visitor_ids,
    duties,
    persons_met,
    findings,
    advice,
    opinions: visit.opinions.map(({ id, text, category }) => ({ id, text, category })),
    activity_room: visit.activity_room && {
      checklist_id: visit.activity_room.checklist_id,
      titles: Object.fromEntries(visit.activity_room.results.map(({ code, title }) => [code, title])),
      answers: answersOf(visit.activity_room.results),
      summary: visit.activity_room.summary,
    },
    late_reason: visit.late_reason ?? '',
    reason: '',
  };
}

/** What can be changed of a visit, as the service takes it. Rows of opinions without words are left out. */
function contentOf(values: VisitValues): Required<Omit<VisitChanges, 'position' | 'device_time'>> {
  const { mode, co_visitor_ids, duties } = values;
  return {
    ...instantsOf(values),
    mode,
    co_visitor_ids,
    duties,
    persons_met: values.persons_met.trim(),
    findings: values.findings.trim(),
    advice: values.advice.trim(),
    opinions: values.opinions
      .filter((opinion) => opinion.text?.trim())
      .map((opinion) => ({ ...opinion, text: opinion.text.trim() })),
    activity_room: roomOf(values.activity_room),
    late_reason: values.late_reason.trim() || null,
  };
}

/** The activity room as the service takes it; `null` where nothing was said of it. */
function roomOf(room: WrittenRoom | null | undefined): RoomReview | null {
  if (!room?.checklist_id) return null;
  const results = resultsOf(
    Object.keys(room.titles ?? {}).map((code) => ({ code })),
    room.answers,
  );
  const summary = room.summary?.trim() ?? '';
  return results.length > 0 || summary ? { checklist_id: room.checklist_id, results, summary } : null;
}

/** The body that makes a visit. */
export function newVisit(id: string, values: VisitValues): VisitIn {
  return {
    id,
    institution_id: values.institution_id ?? '',
    instructor_id: values.instructor_id ?? null,
    channel: values.channel,
    ...contentOf(values),
  };
}

/** Only what differs from the visit as it is, so that nothing is overwritten that this form did not touch. */
export function changesOf(visit: VisitOut, values: VisitValues): VisitChanges {
  const before = comparable(contentOf(valuesOf(visit)));
  const after = contentOf(values);
  const changed = Object.entries(after).filter(([name]) => comparable(after)[name] !== before[name]);
  return Object.fromEntries(changed) as VisitChanges;
}

function comparable(content: object): Record<string, string> {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** What was typed, as a reading of the visit that can be compared with others. */
export function typedContent(values: VisitValues): VisitContent {
  const { opinions, activity_room, ...content } = contentOf(values);
  const noted = opinions.map(({ text }) => ({ id: '', text, category: 'other' as const, state: 'noted' as const }));
  const room = activity_room && {
    checklist_id: activity_room.checklist_id,
    summary: activity_room.summary ?? '',
    results: (activity_room.results ?? []).map(({ code, result, note }) => ({
      code,
      title: values.activity_room?.titles?.[code] ?? code,
      result,
      note: note ?? '',
    })),
  };
  return { ...content, started_at: content.started_at ?? '', opinions: noted, activity_room: room };
}

/** The form's field that a pointer of the service means; `null` for none. */
export function fieldOf(pointer: string): (string | number)[] | null {
  const [name, ...rest] = pointer.split('/').slice(1);
  if (!name) return null;
  if (name === 'started_at') return ['start'];
  if (name === 'ended_at') return ['end'];
  if (name === 'activity_room') return ['activity_room', 'summary'];
  if (name !== 'opinions') return [name];
  return ['opinions', Number(rest[0] ?? 0), rest[1] ?? 'text'];
}
