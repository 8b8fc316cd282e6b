import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { usePermission } from '@desk/features/session/queries';
import { Plural, Trans } from '@lingui/react/macro';
import { listAuditEvents, listHolidays, listUsers } from '@shared/api/gen';
import { dayEnd, dayStart } from '@shared/time/zone';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './TodayPage.module.css';

/** What the three administrators want to know first. Each sees their own part only. */
export function RoleFacts({ today }: { today: string }) {
  const keepsAccounts = usePermission('users:read');
  const readsLog = usePermission('audit:read');
  const keepsCalendar = usePermission('settings:write');
  return (
    <>
      {keepsAccounts && <AccountsToday />}
      {readsLog && <LogToday today={today} />}
      {keepsCalendar && <CalendarToday year={Number(today.slice(0, 4))} />}
    </>
  );
}

function Facts({ heading, query, children }: { heading: ReactNode; query: UseQueryResult; children: ReactNode }) {
  return (
    <Card heading={heading}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      <ul className={styles.facts}>{children}</ul>
    </Card>
  );
}

function AccountsToday() {
  const query = useQuery({
    queryKey: ['accounts', 'pending'],
    queryFn: ({ signal }) => listUsers({ query: { status: 'pending', limit: 1, include: 'total' }, signal }),
  });
  const pending = query.data?.total?.value;
  return (
    <Facts heading={<Trans>账号</Trans>} query={query}>
      {pending !== undefined && (
        <li>
          <Link to="/accounts" search={{ status: 'pending' }}>
            <Plural value={pending} _0="没有待激活的账号" other="# 个账号还没有激活" />
          </Link>
        </li>
      )}
      {pending !== undefined && (
        <li>
          <Link to="/accounts/open">
            <Trans>为还没有账号的人员开通</Trans>
          </Link>
        </li>
      )}
    </Facts>
  );
}

function LogToday({ today }: { today: string }) {
  const query = useQuery({
    queryKey: ['audit', 'today', today],
    queryFn: async ({ signal }) => {
      const day = { from: dayStart(today), to: dayEnd(today), limit: 1, include: 'total' } as const;
      const [all, refused] = await Promise.all([
        listAuditEvents({ query: day, signal }),
        listAuditEvents({ query: { ...day, outcome: 'refused' }, signal }),
      ]);
      return { all: all.total?.value ?? 0, refused: refused.total?.value ?? 0 };
    },
  });
  return (
    <Facts heading={<Trans>今天的日志</Trans>} query={query}>
      {query.data && (
        <>
          <li>
            <Link to="/audit" search={{ since: today }}>
              <Plural value={query.data.all} other="今天记了 # 条" />
            </Link>
          </li>
          <li>
            <Link to="/audit" search={{ since: today, outcome: 'refused' }}>
              <Plural value={query.data.refused} _0="没有被拒绝的操作" other="其中 # 条是被拒绝的操作" />
            </Link>
          </li>
        </>
      )}
    </Facts>
  );
}

/** Whether the calendars of this year and the next are known: deadlines hang on them. */
function CalendarToday({ year }: { year: number }) {
  const query = useQuery({
    queryKey: ['holidays', 'known', year],
    queryFn: ({ signal }) =>
      Promise.all([year, year + 1].map((each) => listHolidays({ query: { year: each, limit: 1 }, signal }))),
  });
  return (
    <Facts heading={<Trans>工作日历</Trans>} query={query}>
      {query.data?.map((calendar) => (
        <li key={calendar.year}>
          <Link to="/settings" search={{ year: calendar.year }}>
            {calendar.provisional ? (
              <Trans>{String(calendar.year)} 年的放假安排还没有，暂按周一至周五计算</Trans>
            ) : (
              <Trans>{String(calendar.year)} 年的放假安排已有</Trans>
            )}
          </Link>
        </li>
      ))}
    </Facts>
  );
}
