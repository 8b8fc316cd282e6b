import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { ChoiceField, TextField } from '@desk/components/FormFields';
import { filled } from '@desk/components/form-values';
import { Loading } from '@desk/components/Loading';
import { LongTextField } from '@desk/components/LongTextField';
import { PageHead } from '@desk/components/PageHead';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { toast } from '@desk/components/toaster';
import { activityQuery } from '@desk/features/activities/queries';
import { findOrganisations } from '@desk/features/organisations/queries';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  type ActivityOut,
  changeGoodPractice,
  createGoodPractice,
  type PracticeIn,
  type PracticeOut,
  type PracticePatch,
} from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import styles from './Practices.module.css';
import { refreshPractices, useOwnSchools } from './queries';

/** A new one, empty or begun from an activity. */
export function NewPracticePage({ activity_id }: { activity_id?: string }) {
  const query = useQuery({ ...activityQuery(activity_id ?? ''), enabled: activity_id !== undefined });
  if (activity_id && query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return <NewPractice activity={query.data} />;
}

function NewPractice({ activity }: { activity: ActivityOut | undefined }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [key] = useState(newId);
  return (
    <>
      <PageHead title={<Trans>写一篇好做法</Trans>} />
      <Card heading={<Trans>好做法</Trans>}>
        <SaveForm<PracticeIn>
          initial={activity ? begunFrom(activity) : {}}
          submit={<Trans>存为草稿</Trans>}
          onCancel={() => window.history.back()}
          save={async (values) => {
            const body = { ...filled(values), ...(activity && { activity_id: activity.id }) };
            const made = await createGoodPractice({ body, headers: idempotencyKey(key) });
            await refreshPractices(queryClient);
            toast(t`已存为草稿。可以上传图片和文件，再推荐给党委办。`);
            await navigate({ to: '/good-practices/$id', params: { id: made.id } });
          }}
        >
          {activity && (
            <p className={styles.begun}>
              <Trans>已经带出活动「{activity.title}」的内容和成效，请改成别人能照着做的写法。</Trans>
            </p>
          )}
          <SchoolField activity={activity} />
          <StoryFields />
        </SaveForm>
      </Card>
    </>
  );
}

function begunFrom({ title, content, outcome }: ActivityOut): Partial<PracticeIn> {
  return { title, story: [content, outcome].filter(Boolean).join('\n\n') };
}

/** Whose practice it is; not asked of who speaks for one school only. */
function SchoolField({ activity }: { activity: ActivityOut | undefined }) {
  const { t } = useLingui();
  const mayPublish = usePermission('good_practices:publish');
  const own = useOwnSchools();
  const organiser = activity && { id: activity.organiser_id, name: activity.organiser_name };
  if (mayPublish) {
    return (
      <SearchSelect
        name="school_id"
        label={t`学校`}
        required={!activity}
        searchKey="organisations"
        find={findOrganisations}
        placeholder={organiser ? t`不选就是${organiser.name}` : t`输入名称或拼音首字母查找`}
      />
    );
  }
  if (own.length < 2) return null;
  return (
    <ChoiceField
      name="school_id"
      label={t`学校`}
      required
      choices={own.map((held) => ({ value: held.organisation_id, label: held.organisation_name }))}
    />
  );
}

function StoryFields() {
  const { t } = useLingui();
  return (
    <>
      <TextField name="title" label={t`标题`} required hint={t`一句话说清楚做法，例如：一节课，两校一起备`} />
      <LongTextField
        name="story"
        label={t`做法`}
        required
        max={10000}
        rows={8}
        hint={t`写怎么做的、谁来做、有什么效果，让别人能照着做。请不要写学生姓名。`}
      />
    </>
  );
}

/** Changes a draft. */
export function EditPracticeForm({ practice, onDone }: { practice: PracticeOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<PracticePatch>
      initial={{ title: practice.title, story: practice.story }}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      labels={{ title: t`标题`, story: t`做法` }}
      save={async (body, version) => {
        const headers = ifMatch(version ?? practice.version);
        await changeGoodPractice({ path: { id: practice.id }, body, headers });
        await refreshPractices(queryClient);
        onDone();
      }}
    >
      <StoryFields />
    </SaveForm>
  );
}
