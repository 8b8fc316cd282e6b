import { DateField, TextField } from '@desk/components/FormFields';
import { LongTextField } from '@desk/components/LongTextField';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { findInstitutions } from '@desk/features/visits/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  type ChecklistOut,
  changeStandardsReview,
  createStandardsReview,
  type StandardsReviewOut,
} from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answers, answersOf, itemsOf, resultsOf } from './answers';
import { ItemAnswers } from './ItemAnswers';
import { refreshStandards } from './queries';

interface Fields {
  institution_id?: string;
  reviewed_on: string;
  reviewers?: string | null;
  results: Answers;
  summary?: string | null;
}

interface NewProps {
  checklist: ChecklistOut;
  mode: 'self' | 'joint';
  /** Given when it is known already which institution is meant. */
  institutionId: string | undefined;
  onDone: (review: StandardsReviewOut) => void;
}

/** A new review with the edition in force. */
export function NewReviewForm({ checklist, mode, institutionId, onDone }: NewProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<Fields>
      initial={{ reviewed_on: dateOf(new Date()), results: {} }}
      submit={<Trans>保存</Trans>}
      onCancel={() => window.history.back()}
      save={async (values) => {
        const made = await createStandardsReview({
          body: {
            institution_id: institutionId ?? values.institution_id ?? '',
            checklist_id: checklist.id,
            mode,
            reviewed_on: values.reviewed_on,
            reviewers: values.reviewers ?? '',
            results: resultsOf(checklist.items, values.results),
            summary: values.summary ?? '',
          },
          headers: idempotencyKey(key),
        });
        await refreshStandards(queryClient);
        onDone(made);
      }}
    >
      {!institutionId && (
        <SearchSelect
          name="institution_id"
          label={t`民办机构`}
          required
          searchKey="institutions"
          find={findInstitutions}
        />
      )}
      <WhenAndWho mode={mode} />
      <ItemAnswers items={checklist.items} under={['results']} forced />
      <LongTextField name="summary" label={t`小结（选填）`} max={2000} />
    </SaveForm>
  );
}

/** Puts right what was noted wrongly, by the edition that the review was made with. */
export function EditReviewForm({ review, onDone }: { review: StandardsReviewOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const items = itemsOf(review);
  return (
    <SaveForm<Fields>
      initial={{ ...review, results: answersOf(review.results) }}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      whole={['results']}
      labels={{ reviewed_on: t`检查日期`, reviewers: t`检查人`, summary: t`小结` }}
      save={async ({ reviewed_on, reviewers, summary, results }, version) => {
        const body = {
          reviewed_on,
          reviewers: reviewers ?? '',
          summary: summary ?? '',
          results: resultsOf(items, results),
        };
        await changeStandardsReview({ path: { id: review.id }, body, headers: ifMatch(version ?? review.version) });
        await refreshStandards(queryClient);
        onDone();
      }}
    >
      <WhenAndWho mode={review.mode} />
      <ItemAnswers items={items} under={['results']} forced />
      <LongTextField name="summary" label={t`小结（选填）`} max={2000} />
    </SaveForm>
  );
}

function WhenAndWho({ mode }: { mode: StandardsReviewOut['mode'] }) {
  const { t } = useLingui();
  const joint = mode === 'joint';
  return (
    <>
      <DateField name="reviewed_on" label={t`检查日期`} required />
      <TextField
        name="reviewers"
        label={joint ? t`检查人` : t`检查人（选填）`}
        required={joint}
        hint={t`几位之间用顿号隔开。`}
      />
    </>
  );
}
