import { Trans, useLingui } from '@lingui/react/macro';
import type { ApiProblem } from '@shared/api/problem';
import { strandLabel, strands } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { Card } from '../../ui/Card';
import { OneOf, SomeOf } from '../../ui/Choices';
import { Field } from '../../ui/Field';
import { Fold } from '../../ui/Fold';
import styles from './Activities.module.css';
import type { Choices } from './choices';
import { completed, type NoteDraft } from './drafts';
import { HowMany, Outcome, Photos, WhatWasDone } from './HeldFields';
import { PlaceField } from './PlaceField';

interface Props {
  draft: NoteDraft;
  choices: Choices;
  problem: ApiProblem | null;
  tried: boolean;
  onChange: (draft: NoteDraft) => void;
}

/** Whether the note has what it takes to be sent. */
export function isComplete(draft: NoteDraft): boolean {
  const chosen = draft.communityId && draft.strand && draft.kindId;
  return Boolean(chosen) && draft.title.trim().length > 1 && draft.day !== '' && draft.content.trim() !== '';
}

/** What was held, in the order in which one thinks of it; most of it is a tap. */
export function NoteForm({ draft, choices, problem, tried, onChange }: Props) {
  const { t, i18n } = useLingui();
  const set = (changed: Partial<NoteDraft>) => onChange(completed({ ...draft, ...changed }, choices));
  const community = choices.communities.find(({ id }) => id === completed(draft, choices).communityId);
  const kinds = choices.kinds.filter((kind) => kind.strand === draft.strand);
  const missing = (present: unknown, words: string) => (tried && !present ? words : undefined);
  return (
    <>
      <Card>
        {choices.communities.length > 1 ? (
          <OneOf
            legend={<Trans>帮扶共同体</Trans>}
            choices={choices.communities.map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.communityId}
            error={problem?.field('community_id') ?? missing(draft.communityId, t`请选一个共同体`)}
            onChange={(communityId) => set({ communityId, place: '', schoolIds: [] })}
          />
        ) : (
          <p className={styles.note}>{community?.name}</p>
        )}
        <OneOf
          legend={<Trans>板块</Trans>}
          look="big"
          choices={strands.map((value) => ({ value, label: i18n._(strandLabel[value]) }))}
          value={draft.strand}
          error={missing(draft.strand, t`请选一个板块`)}
          onChange={(strand) => set({ strand, kindId: null })}
        />
        {draft.strand && (
          <OneOf
            legend={<Trans>活动类型</Trans>}
            choices={kinds.map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.kindId}
            error={problem?.field('kind_id') ?? missing(draft.kindId, t`请选一种类型`)}
            onChange={(kindId) => set({ kindId })}
          />
        )}
        <Field
          label={<Trans>活动名称</Trans>}
          hint={draft.title === '' ? <Trans>选了类型会自动写上，可以改。</Trans> : undefined}
          value={draft.title}
          maxLength={100}
          error={problem?.field('title') ?? missing(draft.title.trim().length > 1, t`请写活动名称，至少两个字`)}
          onInput={(event) => set({ title: event.currentTarget.value, ownTitle: event.currentTarget.value !== '' })}
        />
        <Field
          label={<Trans>日期</Trans>}
          type="date"
          value={draft.day}
          max={dateOf(new Date())}
          error={problem?.field('starts_on') ?? problem?.field('ends_on') ?? missing(draft.day, t`请填写日期`)}
          onInput={(event) => set({ day: event.currentTarget.value })}
        />
        {community && (
          <PlaceField
            schools={[community.lead, ...community.supported].map(({ name }) => name)}
            place={draft.place}
            error={problem?.field('place')}
            onChange={(place) => set({ place })}
          />
        )}
      </Card>
      <Card>
        <HowMany draft={draft} problem={problem} onChange={set} />
        <WhatWasDone
          draft={draft}
          error={problem?.field('content') ?? missing(draft.content.trim(), t`请简单写一写，一两句就可以`)}
          onChange={set}
        />
        <Photos draft={draft} onChange={set} />
      </Card>
      <Fold
        open={draft.outcome !== '' || draft.hosts !== '' || draft.schoolIds.length > 0}
        summary={<Trans>还要记：成效、主办人（都可以不填）</Trans>}
      >
        <Outcome draft={draft} problem={problem} onChange={set} />
        <Field
          label={<Trans>主办人</Trans>}
          hint={<Trans>写教职工姓名，请不要写学生姓名。</Trans>}
          value={draft.hosts}
          maxLength={200}
          error={problem?.field('hosts')}
          onInput={(event) => set({ hosts: event.currentTarget.value })}
        />
        {community && community.supported.length > 1 && (
          <SomeOf
            legend={<Trans>参加的结对学校（不选就是都参加了）</Trans>}
            choices={community.supported.map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.schoolIds}
            onChange={(schoolIds) => set({ schoolIds })}
          />
        )}
      </Fold>
    </>
  );
}
