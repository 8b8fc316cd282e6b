import { ChoiceField, DateField, TextField } from '@desk/components/FormFields';
import { filled } from '@desk/components/form-values';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { toast } from '@desk/components/toaster';
import { findInstitutions } from '@desk/features/visits/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { addSchool, type CommunityOut, letSchoolLeave, type RenewIn, renewCommunity } from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { refreshCommunities } from './queries';

interface Props {
  community: CommunityOut;
  onDone: () => void;
}

/** A school joins, with its own day. */
export function JoinForm({ community, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<{ school_id: string; joined_on: string }>
      initial={{ joined_on: dateOf(new Date()) }}
      submit={<Trans>添加</Trans>}
      onCancel={onDone}
      save={async (body, version) => {
        await addSchool({ path: { id: community.id }, body, headers: ifMatch(version ?? community.version) });
        await refreshCommunities(queryClient);
        onDone();
      }}
    >
      <SearchSelect
        name="school_id"
        label={t`结对学校（民办）`}
        required
        searchKey="institutions"
        find={findInstitutions}
      />
      <DateField name="joined_on" label={t`加入日期`} required hint={t`它的力争目标从这一天起算 36 个月。`} />
    </SaveForm>
  );
}

/** A school leaves; what it did stays. */
export function LeaveForm({ community, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const members = community.schools.filter((school) => school.left_on === null);
  return (
    <SaveForm<{ school_id: string; left_on: string }>
      initial={{ left_on: dateOf(new Date()) }}
      submit={<Trans>退出</Trans>}
      onCancel={onDone}
      save={async (body, version) => {
        await letSchoolLeave({ path: { id: community.id }, body, headers: ifMatch(version ?? community.version) });
        await refreshCommunities(queryClient);
        onDone();
      }}
    >
      <ChoiceField
        name="school_id"
        label={t`退出的学校`}
        required
        choices={members.map((school) => ({ value: school.school_id, label: school.name }))}
      />
      <DateField name="left_on" label={t`最后一天`} required />
    </SaveForm>
  );
}

/** Ends this term and starts the next one with the schools that are members now. */
export function RenewForm({ community, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [key] = useState(newId);
  return (
    <SaveForm<RenewIn>
      initial={{ starts_on: dateOf(new Date()) }}
      submit={<Trans>续签</Trans>}
      onCancel={onDone}
      save={async (body, version) => {
        const headers = { ...ifMatch(version ?? community.version), ...idempotencyKey(key) };
        const next = await renewCommunity({ path: { id: community.id }, body: filled(body), headers });
        await refreshCommunities(queryClient);
        toast(t`已续签。这是新的帮扶期。`);
        onDone();
        await navigate({ to: '/communities/$id', params: { id: next.id } });
      }}
    >
      <p>
        <Trans>
          本期到新一期开始的前一天为止，记录都保留。现有的结对学校、负责人，没完成的任务和以后的活动转入新一期，目标重新起算。
        </Trans>
      </p>
      <DateField name="starts_on" label={t`新一期开始日期`} required />
      <DateField name="agreement_signed_on" label={t`协议签订日期（选填）`} />
      <TextField name="document_number" label={t`文号（选填）`} max={60} />
    </SaveForm>
  );
}
