import { CountField, DateField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { changeMemberCount, createMemberCount, type MemberCountIn, type MemberCountOut } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { refreshCoverage } from './queries';

type Values = Omit<MemberCountIn, 'organisation_id'>;

interface Props {
  institutionId: string;
  /** The count that changes; a new one without. */
  count?: MemberCountOut;
  onDone: () => void;
  onCancel: () => void;
  /** The day has an entry already: that one is to be put right. */
  onCorrect?: (asOf: string) => void;
}

/** How many members there were on a day. A day has one entry, which is corrected. */
export function CountForm({ institutionId, count, onDone, onCancel, onCorrect }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const [taken, setTaken] = useState<string | null>(null);
  const labels = { as_of_on: t`统计日期`, full_members: t`正式党员数`, probationary_members: t`预备党员数` };
  return (
    <SaveForm<Values>
      initial={count ? given(count) : { as_of_on: dateOf(new Date()) }}
      submit={<Trans>保存</Trans>}
      onCancel={onCancel}
      labels={labels}
      save={async (body, version) => {
        if (count) {
          await changeMemberCount({ path: { id: count.id }, body, headers: ifMatch(version ?? count.version) });
        } else {
          setTaken(null);
          try {
            await createMemberCount({
              body: { ...body, organisation_id: institutionId },
              headers: idempotencyKey(key),
            });
          } catch (error) {
            if (asProblem(error).code === 'day_taken') {
              await refreshCoverage(queryClient);
              setTaken(body.as_of_on);
            }
            throw error;
          }
        }
        await refreshCoverage(queryClient);
        onDone();
      }}
    >
      <DateField
        name="as_of_on"
        label={labels.as_of_on}
        required
        hint={t`同一天只留一条，写错了就更正那一条。补填以前的日期，不影响现在的人数。`}
      />
      <div className={fields.pair}>
        <CountField name="full_members" label={labels.full_members} required />
        <CountField
          name="probationary_members"
          label={labels.probationary_members}
          required
          hint={t`没有就填 0；不要算进正式党员。`}
        />
      </div>
      {taken && onCorrect && (
        <Button onClick={() => onCorrect(taken)}>
          <Trans>更正 {taken} 的那一条</Trans>
        </Button>
      )}
    </SaveForm>
  );
}

function given({ as_of_on, full_members, probationary_members }: MemberCountOut): Partial<Values> {
  const known = { as_of_on, full_members, probationary_members };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}
