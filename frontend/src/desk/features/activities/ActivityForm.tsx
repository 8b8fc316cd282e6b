import { Card } from '@desk/components/Card';
import { ChoiceField, CountField, DateField, TextField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { filled } from '@desk/components/form-values';
import { LongTextField } from '@desk/components/LongTextField';
import { PageHead } from '@desk/components/PageHead';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ActivityIn, type ActivityOut, createActivity } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { type Strand, strandLabel, strands } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form } from 'antd';
import { useState } from 'react';
import { refreshCommunities } from '../communities/queries';
import styles from './Activities.module.css';
import { useCommunities } from './communities';
import { kindsQuery } from './queries';

interface Fields {
  community_id: string;
  strand: Strand;
  kind_id: string;
  title: string;
  starts_on: string;
  ends_on?: string | null;
  place?: string | null;
  hosts?: string | null;
  how: 'planned' | 'done';
  every?: 'week' | 'two_weeks' | 'month' | 'quarter' | null;
  until_on?: string | null;
  lead_participants?: number | null;
  supported_participants?: number | null;
  content?: string | null;
  outcome?: string | null;
}

function bodyOf({ how, every, until_on, content, outcome, ...rest }: Fields): ActivityIn {
  return {
    ...(filled(rest) as ActivityIn),
    ...(how === 'planned' && every && until_on && { repeats: { every, until_on } }),
    ...(how === 'done' && { done: { content: content ?? '', outcome: outcome ?? '' } }),
  };
}

/** Plans an activity, once or again and again, or notes one that was held. */
export function NewActivityPage({ community_id, strand }: { community_id?: string; strand?: string }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  // Of a term that is over, what was held in it may still be noted: it is asked for by its page.
  const communities = useCommunities().filter(({ id, state }) => state === 'active' || id === community_id);
  const kinds = useQuery(kindsQuery);
  const [key] = useState(newId);
  const only = community_id ?? (communities.length === 1 ? communities[0]?.id : undefined);
  const ended = Boolean(communities.find(({ id }) => id === community_id)?.ends_on);
  const show = async (made: ActivityOut) => {
    await refreshCommunities(queryClient);
    toast(made.state === 'done' ? t`已登记。可以在下面上传照片和文件。` : t`已安排。`);
    await navigate({ to: '/activities/$id', params: { id: made.id } });
  };
  return (
    <>
      <PageHead title={<Trans>安排或登记活动</Trans>} />
      <Card heading={<Trans>活动</Trans>}>
        <SaveForm<Fields>
          key={`${only} ${ended}`}
          initial={{
            ...(only && { community_id: only }),
            strand: (strand as Strand) ?? 'teaching',
            starts_on: dateOf(new Date()),
            how: ended ? 'done' : 'planned',
          }}
          submit={<Trans>保存</Trans>}
          onCancel={() => window.history.back()}
          save={async (values) => show(await createActivity({ body: bodyOf(values), headers: idempotencyKey(key) }))}
        >
          {(form) => (
            <>
              <ChoiceField
                name="community_id"
                label={t`帮扶共同体`}
                required
                choices={communities.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <div className={fields.pair}>
                <ChoiceField
                  name="strand"
                  label={t`板块`}
                  required
                  choices={strands.map((value) => ({ value, label: i18n._(strandLabel[value]) }))}
                />
                <Form.Item noStyle dependencies={['strand']}>
                  {() => (
                    <ChoiceField
                      name="kind_id"
                      label={t`活动类型`}
                      required
                      choices={(kinds.data ?? [])
                        .filter((kind) => kind.strand === form.getFieldValue('strand'))
                        .map(({ id, name }) => ({ value: id, label: name }))}
                    />
                  )}
                </Form.Item>
              </div>
              <TextField name="title" label={t`活动名称`} required />
              <div className={fields.pair}>
                <DateField name="starts_on" label={t`开始日期`} required />
                <DateField name="ends_on" label={t`结束日期（选填）`} hint={t`只有一天的不用填。`} />
              </div>
              <div className={fields.pair}>
                <TextField name="place" label={t`地点（选填）`} />
                <TextField
                  name="hosts"
                  label={t`主办人（选填）`}
                  max={200}
                  hint={t`写教职工姓名，请不要写学生姓名。`}
                />
              </div>
              <ChoiceField
                name="how"
                label={t`这次活动`}
                required
                choices={[
                  ...(ended ? [] : [{ value: 'planned', label: t`还没开展，先安排` }]),
                  { value: 'done', label: t`已经开展，直接登记` },
                ]}
              />
              <Form.Item noStyle dependencies={['how']}>
                {() => (form.getFieldValue('how') === 'done' ? <HeldFields /> : <RepeatFields />)}
              </Form.Item>
            </>
          )}
        </SaveForm>
      </Card>
    </>
  );
}

function RepeatFields() {
  const { t } = useLingui();
  return (
    <div className={fields.pair}>
      <ChoiceField
        name="every"
        label={t`重复（选填）`}
        none={t`不重复`}
        choices={[
          { value: 'week', label: t`每周` },
          { value: 'two_weeks', label: t`每两周` },
          { value: 'month', label: t`每月` },
          { value: 'quarter', label: t`每季度` },
        ]}
      />
      <DateField name="until_on" label={t`重复到（选填）`} hint={t`重复的要填；最多 60 次。`} />
    </div>
  );
}

/** What was done and with how many: for one that was held. */
export function HeldFields() {
  const { t } = useLingui();
  return (
    <>
      <LongTextField name="content" label={t`内容`} required hint={t`做了什么。请不要写学生姓名。`} />
      <LongTextField name="outcome" label={t`成效（选填）`} rows={2} />
      <div className={fields.pair}>
        <CountField name="lead_participants" label={t`帮建方教职工人数`} />
        <CountField name="supported_participants" label={t`结对方教职工人数`} />
      </div>
      <p className={styles.quiet}>
        <Trans>照片和文件在保存以后上传，都是自愿提供。</Trans>
      </p>
    </>
  );
}
