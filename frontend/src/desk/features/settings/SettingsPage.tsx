import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { CountField } from '@desk/components/FormFields';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { usePermission } from '@desk/features/session/queries';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { changeSettings, readSettings, type SettingsOut, type SettingsPatch } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { HolidayTable } from './HolidayTable';

const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => readSettings({ signal }),
});

/** The bureau's own numbers and its calendar of working days. */
export function SettingsPage({ year }: { year: number | undefined }) {
  const query = useQuery(settingsQuery);
  const mayWrite = usePermission('settings:write');
  const [editing, setEditing] = useState(false);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const settings = query.data;
  return (
    <>
      <PageHead title={<Trans>设置</Trans>} note={<Trans>改动立即生效，各月的完成情况随之重新计算。</Trans>} />
      <Card
        heading={<Trans>期限</Trans>}
        actions={
          mayWrite &&
          !editing && (
            <Button onClick={() => setEditing(true)}>
              <Trans>修改</Trans>
            </Button>
          )
        }
      >
        {editing ? (
          <SettingsForm settings={settings} onDone={() => setEditing(false)} />
        ) : (
          <Facts
            facts={[
              {
                label: <Trans>当月任务的宽限期</Trans>,
                value: <Plural value={settings.visit_grace_working_days} other="次月 # 个工作日" />,
              },
              {
                label: <Trans>月底提醒</Trans>,
                value: <Plural value={settings.reminder_days_before_month_end} other="月末前 # 天" />,
              },
              {
                label: <Trans>可以单独建支部的正式党员数</Trans>,
                value: <Plural value={settings.own_branch_full_members} other="# 名" />,
              },
              { label: <Trans>时区</Trans>, value: settings.time_zone },
            ]}
          />
        )}
      </Card>
      <HolidayTable year={year ?? Number(dateOf(new Date()).slice(0, 4))} mayWrite={mayWrite} />
    </>
  );
}

function SettingsForm({ settings, onDone }: { settings: SettingsOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const labels = {
    visit_grace_working_days: t`宽限期（工作日）`,
    reminder_days_before_month_end: t`月末前几天提醒`,
    own_branch_full_members: t`可以单独建支部的正式党员数`,
  };
  return (
    <SaveForm<SettingsPatch>
      initial={settings}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      labels={labels}
      save={async (body, version) => {
        await changeSettings({ body, headers: ifMatch(version ?? settings.version) });
        await queryClient.invalidateQueries();
        toast(t`已保存。`);
        onDone();
      }}
    >
      <CountField
        name="visit_grace_working_days"
        label={labels.visit_grace_working_days}
        max={31}
        hint={t`次月头几个工作日内收到的入校指导记录，仍算按时。`}
      />
      <CountField
        name="reminder_days_before_month_end"
        label={labels.reminder_days_before_month_end}
        min={1}
        max={20}
        hint={t`离月底还有这么多天时，提醒还没有完成的指导员。`}
      />
      <CountField
        name="own_branch_full_members"
        label={labels.own_branch_full_members}
        min={1}
        max={50}
        hint={t`达到这个人数、又没有自己党组织的机构，会标出来供研究。`}
      />
    </SaveForm>
  );
}
