import { ChoiceField, CountField, DateField, TextField } from '@desk/components/FormFields';
import { filled } from '@desk/components/form-values';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { changeTarget, createTarget, type TargetOut } from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { type Measure, measureLabel } from '@shared/domain/communities';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { communityQuery, refreshCommunities } from './queries';

interface Fields {
  school_id: string;
  measure: Measure;
  aim: number;
  ends_on?: string | null;
  note?: string | null;
}

interface Props {
  communityId: string;
  /** The one that changes; a new one without. */
  target?: TargetOut;
  onDone: () => void;
}

/** A target of a supported school: what is counted, and how many are aimed at. */
export function TargetForm({ communityId, target, onDone }: Props) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const community = useQuery(communityQuery(communityId));
  const [key] = useState(newId);
  const schools = community.data?.schools.filter((school) => school.left_on === null) ?? [];
  return (
    <SaveForm<Fields>
      initial={target ?? { aim: 3 }}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      labels={{ aim: t`目标数`, ends_on: t`最后一天`, note: t`说明` }}
      save={async ({ school_id, measure, aim, ends_on, note }, version) => {
        if (target) {
          const body = { aim, note: note ?? null, ...(ends_on && { ends_on }) };
          await changeTarget({ path: { id: target.id }, body, headers: ifMatch(version ?? target.version) });
        } else {
          const body = filled({ community_id: communityId, school_id, measure, aim, ends_on, note });
          await createTarget({ body, headers: idempotencyKey(key) });
        }
        await refreshCommunities(queryClient);
        onDone();
      }}
    >
      {!target && (
        <>
          <ChoiceField
            name="school_id"
            label={t`结对学校`}
            required
            choices={schools.map((school) => ({ value: school.school_id, label: school.name }))}
          />
          <ChoiceField
            name="measure"
            label={t`按什么计数`}
            required
            choices={Object.entries(measureLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
            hint={t`数字都从台账里自动统计，不用填报。`}
          />
        </>
      )}
      <CountField name="aim" label={t`目标数`} min={1} max={1000} />
      <DateField
        name="ends_on"
        label={target ? t`最后一天` : t`最后一天（选填）`}
        required={target !== undefined}
        hint={t`不填为加入起 36 个月。`}
      />
      <TextField name="note" label={t`说明（选填）`} max={200} />
    </SaveForm>
  );
}
