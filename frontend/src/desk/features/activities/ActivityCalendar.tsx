import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { useListNavigation } from '@desk/components/list-search';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ActivityOut, listActivities } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { lookOfActivity } from '@shared/domain/activities';
import { addMonths, dateOf, monthInWords } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import styles from './Activities.module.css';
import type { ActivitySearch } from './ActivitiesPage';
import { lastDayOf, weeksOf } from './month-days';
import type { ActivityFilters } from './queries';

/** A month's activities on their first days: a real table, each a link with its state in sign and words. */
export function ActivityCalendar({ search, month }: { search: ActivitySearch; month: string }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const { community_id, strand, state, overdue } = search;
  const filters = { community_id, strand, state, ...(overdue && { overdue: overdue === 'true' }) } as ActivityFilters;
  const asked = { ...filters, from: `${month}-01`, to: lastDayOf(month), sort: 'starts_on' };
  const query = useQuery({
    queryKey: ['activities', 'calendar', asked],
    queryFn: ({ signal }) => wholeList((page) => listActivities({ query: { ...asked, ...page }, signal })),
  });
  const words = monthInWords(month, i18n.locale);
  const today = dateOf(new Date());
  const weekdays = [t`一`, t`二`, t`三`, t`四`, t`五`, t`六`, t`日`];
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <div className={styles.month}>
        <Button onClick={() => list.change({ month: addMonths(month, -1) })}>
          <Trans>上个月</Trans>
        </Button>
        <strong>{words}</strong>
        <Button onClick={() => list.change({ month: addMonths(month, 1) })}>
          <Trans>下个月</Trans>
        </Button>
      </div>
      {query.isPending && <Loading />}
      <div className={styles.scroll}>
        <table className={styles.calendar} aria-label={t`${words}的活动`}>
          <thead>
            <tr>
              {weekdays.map((day) => (
                <th key={day} scope="col">
                  {day}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(month).map((week) => (
              <tr key={week.find((day) => day !== null)}>
                {week.map((day, place) => (
                  <Day
                    // biome-ignore lint/suspicious/noArrayIndexKey: a week has seven places, filled or not
                    key={place}
                    day={day}
                    today={today}
                    activities={query.data?.filter((activity) => activity.starts_on === day) ?? []}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Day({ day, today, activities }: { day: string | null; today: string; activities: ActivityOut[] }) {
  const { t, i18n } = useLingui();
  if (day === null) return <td />;
  return (
    <td data-today={day === today}>
      <span className={styles.day}>{day === today ? t`${Number(day.slice(8))} 今天` : Number(day.slice(8))}</span>
      <ul className={styles.entries}>
        {activities.map((activity) => {
          const look = lookOfActivity(activity);
          return (
            <li key={activity.id}>
              <Link to="/activities/$id" params={{ id: activity.id }} title={activity.title}>
                <span aria-hidden="true">{look.sign}</span>
                <span className="visually-hidden">{i18n._(look.label)}</span> {activity.title}
              </Link>
            </li>
          );
        })}
      </ul>
    </td>
  );
}
