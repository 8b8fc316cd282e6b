import { CountField, DateField, TextField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { emptied, filled } from '@desk/components/form-values';
import { LongTextField } from '@desk/components/LongTextField';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  type ActivityOut,
  type ActivityPatch,
  type CancellationIn,
  type CompletionIn,
  cancelActivity,
  changeActivity,
  completeActivity,
} from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form } from 'antd';
import { refreshCommunities } from '../communities/queries';
import { HeldFields } from './ActivityForm';

interface Props {
  activity: ActivityOut;
  onDone: () => void;
}

/** What became of a plan. */
export function CompleteForm({ activity, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<CompletionIn>
      initial={{
        starts_on: activity.starts_on,
        ends_on: activity.ends_on,
        lead_participants: activity.lead_participants,
        supported_participants: activity.supported_participants,
      }}
      submit={<Trans>登记完成</Trans>}
      onCancel={onDone}
      save={async (values, version) => {
        const body = { ...filled(values), lead_participants: values.lead_participants ?? 0 };
        body.supported_participants = values.supported_participants ?? 0;
        await completeActivity({ path: { id: activity.id }, body, headers: ifMatch(version ?? activity.version) });
        await refreshCommunities(queryClient);
        toast(t`已登记。可以在下面上传照片和文件。`);
        onDone();
      }}
    >
      <div className={fields.pair}>
        <DateField name="starts_on" label={t`实际开始日期`} required />
        <DateField name="ends_on" label={t`实际结束日期`} required />
      </div>
      <HeldFields />
    </SaveForm>
  );
}

const texts: (keyof ActivityPatch)[] = ['place', 'hosts', 'outcome'];

/** Changes a plan, or the words and numbers of what was held. */
export function EditActivityForm({ activity, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const done = activity.state === 'done';
  return (
    <SaveForm<ActivityPatch>
      initial={activity}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      labels={{
        title: t`活动名称`,
        starts_on: t`开始日期`,
        ends_on: t`结束日期`,
        place: t`地点`,
        hosts: t`主办人`,
        content: t`内容`,
        outcome: t`成效`,
      }}
      save={async (values, version) => {
        const body = filled(emptied(values, texts));
        await changeActivity({ path: { id: activity.id }, body, headers: ifMatch(version ?? activity.version) });
        await refreshCommunities(queryClient);
        onDone();
      }}
    >
      <TextField name="title" label={t`活动名称`} required />
      <div className={fields.pair}>
        <DateField name="starts_on" label={t`开始日期`} required />
        <DateField name="ends_on" label={t`结束日期`} required />
      </div>
      <TextField name="place" label={t`地点（选填）`} />
      <TextField name="hosts" label={t`主办人（选填）`} max={200} hint={t`写教职工姓名，请不要写学生姓名。`} />
      {done ? (
        <HeldFields />
      ) : (
        <div className={fields.pair}>
          <CountField name="lead_participants" label={t`帮建方教职工人数`} />
          <CountField name="supported_participants" label={t`结对方教职工人数`} />
        </div>
      )}
    </SaveForm>
  );
}

/** It does not take place, and why; of a series also the rest. */
export function CancelForm({ activity, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<CancellationIn>
      initial={{ rest_of_series: false }}
      submit={<Trans>取消活动</Trans>}
      onCancel={onDone}
      save={async (values, version) => {
        const headers = ifMatch(version ?? activity.version);
        await cancelActivity({ path: { id: activity.id }, body: filled(values), headers });
        await refreshCommunities(queryClient);
        toast(t`已取消。`);
        onDone();
      }}
    >
      <LongTextField name="reason" label={t`取消原因`} required max={300} rows={2} />
      {activity.series_id && (
        <Form.Item name="rest_of_series" valuePropName="checked">
          <Checkbox>
            <Trans>这一系列里后面还没开展的也一起取消</Trans>
          </Checkbox>
        </Form.Item>
      )}
    </SaveForm>
  );
}
