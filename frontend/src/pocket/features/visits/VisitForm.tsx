import { Trans, useLingui } from '@lingui/react/macro';
import type { ApiProblem } from '@shared/api/problem';
import { type VisitDuty, visitDutyLabel, visitModeLabel } from '@shared/domain/visits';
import { monthOf } from '@shared/time/zone';
import { Card } from '../../ui/Card';
import { OneOf, SomeOf } from '../../ui/Choices';
import { Field, TextArea } from '../../ui/Field';
import { Fold } from '../../ui/Fold';
import { Attachments } from './Attachments';
import { fieldTime, type VisitDraft } from './drafts';
import { RoomFold } from './RoomFold';

interface Props {
  draft: VisitDraft;
  problem: ApiProblem | null;
  /** Whether what is missing is to be said. */
  tried: boolean;
  onChange: (draft: VisitDraft) => void;
}

/** Whether the record has what it takes to be sent. */
export function isComplete(draft: VisitDraft): boolean {
  return draft.startedAt !== '' && draft.duties.length > 0 && draft.findings.trim() !== '';
}

const duties = Object.keys(visitDutyLabel) as VisitDuty[];

/** The record in the order in which one thinks of it: what was done, what was found; the rest if there is any. */
export function VisitForm({ draft, problem, tried, onChange }: Props) {
  const { t, i18n } = useLingui();
  const set = (changed: Partial<VisitDraft>) => onChange({ ...draft, ...changed });
  const missing = {
    startedAt: draft.startedAt ? undefined : t`请填写到校时间`,
    duties: draft.duties.length > 0 ? undefined : t`请至少选一项`,
    findings: draft.findings.trim() ? undefined : t`请简单写一写，一两句就可以`,
  };
  const isLate = draft.startedAt !== '' && monthOf(draft.startedAt) < monthOf(new Date());

  return (
    <>
      <Card>
        <SomeOf
          legend={<Trans>做了哪些工作</Trans>}
          choices={duties.map((duty) => ({ value: duty, label: i18n._(visitDutyLabel[duty]) }))}
          value={draft.duties}
          error={tried ? missing.duties : undefined}
          onChange={(value) => set({ duties: value })}
        />
        <TextArea
          label={<Trans>了解到的情况</Trans>}
          value={draft.findings}
          error={problem?.field('findings') ?? (tried ? missing.findings : undefined)}
          onInput={(event) => set({ findings: event.currentTarget.value })}
        />
        <Field
          label={<Trans>到校时间</Trans>}
          type="datetime-local"
          value={draft.startedAt}
          max={fieldTime(new Date())}
          error={problem?.field('started_at') ?? (tried ? missing.startedAt : undefined)}
          onInput={(event) => set({ startedAt: event.currentTarget.value })}
        />
        {isLate && (
          <Field
            label={<Trans>补报原因（可以不填）</Trans>}
            value={draft.lateReason}
            onInput={(event) => set({ lateReason: event.currentTarget.value })}
          />
        )}
      </Card>
      {(draft.duties.includes('activity_room') || draft.room) && (
        <RoomFold user={draft.userId} room={draft.room ?? null} onChange={(room) => set({ room })} />
      )}
      <Fold
        open={draft.opinion !== '' || draft.photos.length > 0}
        summary={<Trans>还要记：意见诉求、建议、照片、位置（都可以不填）</Trans>}
      >
        <TextArea
          label={<Trans>机构提出的意见或诉求</Trans>}
          hint={<Trans>会转给归口股室办理。</Trans>}
          value={draft.opinion}
          error={problem?.field('text')}
          onInput={(event) => set({ opinion: event.currentTarget.value })}
        />
        <TextArea
          label={<Trans>您的建议</Trans>}
          value={draft.advice}
          error={problem?.field('advice')}
          onInput={(event) => set({ advice: event.currentTarget.value })}
        />
        <Field
          label={<Trans>接触了谁</Trans>}
          value={draft.personsMet}
          error={problem?.field('persons_met')}
          onInput={(event) => set({ personsMet: event.currentTarget.value })}
        />
        <OneOf
          legend={<Trans>方式</Trans>}
          choices={(['on_site', 'other'] as const).map((mode) => ({
            value: mode,
            label: i18n._(visitModeLabel[mode]),
          }))}
          value={draft.mode}
          onChange={(mode) => set({ mode })}
        />
        <Attachments draft={draft} onChange={set} />
      </Fold>
    </>
  );
}
