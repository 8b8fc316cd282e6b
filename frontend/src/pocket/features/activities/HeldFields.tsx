import { Trans, useLingui } from '@lingui/react/macro';
import type { ApiProblem } from '@shared/api/problem';
import { TextArea } from '../../ui/Field';
import { PhotoField } from '../../ui/PhotoField';
import { Stepper } from '../../ui/Stepper';
import styles from './Activities.module.css';
import type { CompletionDraft, NoteDraft } from './drafts';

type Changed = Partial<Pick<NoteDraft, 'content' | 'outcome' | 'lead' | 'supported' | 'photos'>>;

interface Props {
  draft: NoteDraft | CompletionDraft;
  onChange: (changed: Changed) => void;
}

interface Judged extends Props {
  problem: ApiProblem | null;
}

/** How many of each side took part. */
export function HowMany({ draft, problem, onChange }: Judged) {
  const { t } = useLingui();
  return (
    <div className={styles.numbers}>
      <Stepper
        label={t`帮建方教职工人数`}
        value={draft.lead}
        error={problem?.field('lead_participants')}
        onChange={(lead) => onChange({ lead })}
      />
      <Stepper
        label={t`结对方教职工人数`}
        value={draft.supported}
        error={problem?.field('supported_participants')}
        onChange={(supported) => onChange({ supported })}
      />
    </div>
  );
}

/** The one text that is asked for. */
export function WhatWasDone({ draft, error, onChange }: Props & { error: string | undefined }) {
  return (
    <TextArea
      label={<Trans>做了什么</Trans>}
      hint={<Trans>一两句就可以。请不要写学生姓名。</Trans>}
      value={draft.content}
      maxLength={5000}
      error={error}
      onInput={(event) => onChange({ content: event.currentTarget.value })}
    />
  );
}

export function Outcome({ draft, problem, onChange }: Judged) {
  return (
    <TextArea
      label={<Trans>成效</Trans>}
      rows={2}
      value={draft.outcome}
      maxLength={5000}
      error={problem?.field('outcome')}
      onInput={(event) => onChange({ outcome: event.currentTarget.value })}
    />
  );
}

export function Photos({ draft, onChange }: Props) {
  return <PhotoField photos={draft.photos} onChange={(photos) => onChange({ photos })} />;
}
