import { ChoiceField, DateField } from '@desk/components/FormFields';
import { filled } from '@desk/components/form-values';
import { LongTextField } from '@desk/components/LongTextField';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { changeMassGroup, createMassGroup, type MassGroupOut } from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { type GroupKind, groupLabel } from '@shared/domain/coverage';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshCoverage } from './queries';

interface Values {
  kind: GroupKind;
  founded_on: string;
  how?: string | null;
  ended_on?: string | null;
}

interface Props {
  institutionId: string;
  /** The kinds that the institution has not got. */
  missing: readonly GroupKind[];
  /** The group that changes; a new one without. */
  group?: MassGroupOut;
  onDone: () => void;
  onCancel: () => void;
}

/** A group, founded when and how; of a known one also its last day. */
export function GroupForm({ institutionId, missing, group, onDone, onCancel }: Props) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const labels = {
    kind: t`群团组织`,
    founded_on: t`成立日期`,
    how: t`怎么成立的（选填）`,
    ended_on: t`撤销日期（选填）`,
  };
  return (
    <SaveForm<Values>
      initial={group ?? (missing.length === 1 && missing[0] ? { kind: missing[0] } : {})}
      submit={<Trans>保存</Trans>}
      onCancel={onCancel}
      labels={labels}
      save={async ({ kind, founded_on, how, ended_on = null }, version) => {
        if (group) {
          const body = { founded_on, how: how ?? '', ended_on };
          await changeMassGroup({ path: { id: group.id }, body, headers: ifMatch(version ?? group.version) });
        } else {
          const body = filled({ institution_id: institutionId, kind, founded_on, how: how ?? '' });
          await createMassGroup({ body, headers: idempotencyKey(key) });
        }
        await refreshCoverage(queryClient);
        onDone();
      }}
    >
      {!group && (
        <ChoiceField
          name="kind"
          label={labels.kind}
          required
          choices={missing.map((kind) => ({ value: kind, label: i18n._(groupLabel[kind]) }))}
        />
      )}
      <DateField name="founded_on" label={labels.founded_on} required />
      <LongTextField
        name="how"
        label={labels.how}
        max={300}
        rows={2}
        hint={t`例如：全体教职工大会选举产生，上级工会批复。`}
      />
      {group && <DateField name="ended_on" label={labels.ended_on} hint={t`最后一天；还在的就空着。`} />}
    </SaveForm>
  );
}
