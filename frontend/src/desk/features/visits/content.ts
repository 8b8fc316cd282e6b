import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { VisitOut } from '@shared/api/gen';
import { itemResultLook } from '@shared/domain/standards';
import { type VisitDuty, type VisitState, visitLook, visitModeLabel } from '@shared/domain/visits';
import { minuteOf } from '@shared/time/zone';
import { dutiesInWords, inOneLine } from './looks';

/** What can differ between two readings of a visit: its content, and where it stands. */
export type VisitContent = Partial<Pick<VisitOut, ContentName>>;

type ContentName = keyof typeof contentLabel;

export const contentLabel = {
  state: msg`状态`,
  started_at: msg`到校时间`,
  ended_at: msg`离开时间`,
  mode: msg`方式`,
  co_visitor_ids: msg`同行人员`,
  duties: msg`工作内容`,
  persons_met: msg`接触人员`,
  findings: msg`了解到的情况`,
  advice: msg`提出的建议`,
  activity_room: msg`党群活动室`,
  opinions: msg`机构的意见建议`,
  late_reason: msg`补报说明`,
  dispute_reason: msg`机构提出的异议`,
  decision_reason: msg`处理说明`,
} satisfies Record<string, MessageDescriptor>;

export const contentNames = Object.keys(contentLabel) as ContentName[];

export interface Difference {
  name: ContentName;
  before: string;
  after: string;
}

interface Words {
  i18n: I18n;
  /** Names of people by id, as far as they are known. */
  people: ReadonlyMap<string, string>;
}

function roomInWords(room: VisitOut['activity_room'] | undefined, i18n: I18n): string {
  if (!room) return '';
  const items = room.results.map(({ title, result, note }) => {
    const found = `${title}：${i18n._(itemResultLook[result].label)}`;
    return note ? `${found}（${note}）` : found;
  });
  return [...items, room.summary].filter(Boolean).join('\n');
}

/** One part of a visit's content in words; empty when nothing stands there. */
export function contentInWords(name: ContentName, content: VisitContent, { i18n, people }: Words): string {
  switch (name) {
    case 'state':
      return content.state ? i18n._(visitLook[content.state as VisitState].label) : '';
    case 'started_at':
    case 'ended_at': {
      const instant = content[name];
      return instant ? minuteOf(instant) : '';
    }
    case 'mode':
      return content.mode ? i18n._(visitModeLabel[content.mode]) : '';
    case 'duties':
      return dutiesInWords((content.duties ?? []) as VisitDuty[], i18n);
    case 'co_visitor_ids':
      return inOneLine(
        (content.co_visitor_ids ?? []).map((id) => people.get(id) ?? i18n._(msg`另一位人员`)),
        i18n,
      );
    case 'activity_room':
      return roomInWords(content.activity_room, i18n);
    case 'opinions':
      return (content.opinions ?? []).map((opinion) => opinion.text).join('\n');
    default:
      return content[name] ?? '';
  }
}

/** Where two readings of a visit say different things, in words. Only what both readings hold is compared. */
export function differences(before: VisitContent, after: VisitContent, words: Words): Difference[] {
  return contentNames
    .filter((name) => name in before && name in after)
    .map((name) => ({
      name,
      before: contentInWords(name, before, words),
      after: contentInWords(name, after, words),
    }))
    .filter((difference) => difference.before !== difference.after);
}
