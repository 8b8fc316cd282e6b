import { ButtonLink } from '@desk/components/ButtonLink';
import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { LedgerLink } from '@desk/components/LedgerLink';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ActivityOut, listActivities } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { activityLook, lookOfActivity } from '@shared/domain/activities';
import { strandLabel, strands } from '@shared/domain/strands';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ActivityCalendar } from './ActivityCalendar';
import { CommunityFilter } from './CommunityFilter';
import { type ActivityFilters, activitiesQuery } from './queries';
import { ViewTabs } from './ViewTabs';

export type ActivitySearch = ListSearch & {
  community_id?: string;
  school_id?: string;
  strand?: string;
  kind_id?: string;
  state?: string;
  overdue?: string;
  /** `write`: what the caller may write, as their to-do counts it. */
  may?: string;
  from?: string;
  to?: string;
  ends_from?: string;
  /** `YYYY-MM` shows that month as a calendar. */
  month?: string;
};

/** What the communities did and have before them: as a list, or a month as a calendar. */
export function ActivitiesPage({ search }: { search: ActivitySearch }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayWrite = usePermission('activities:write');
  const mayEditKinds = usePermission('activity_kinds:write');
  const { q, community_id, school_id, strand, state, overdue, may, kind_id, from, to, ends_from, month } = search;
  const narrowed = strand || state || overdue || may || kind_id;
  const filtered = Boolean(q || community_id || school_id || narrowed || from || to || ends_from);
  return (
    <>
      <PageHead
        title={<Trans>共同体活动</Trans>}
        {...(!month && { ledger: t`共同体活动台账` })}
        note={<Trans>帮教、帮困、帮党建三个板块的活动。先安排，开展以后补上内容和成效；也可以直接登记。</Trans>}
        actions={
          <>
            <LedgerLink list="activities" search={{ ...search }} />
            {mayEditKinds && (
              <ButtonLink to="/activities/kinds">
                <Trans>活动类型</Trans>
              </ButtonLink>
            )}
            {mayWrite && (
              <ButtonLink primary to="/activities/new">
                <Trans>安排或登记活动</Trans>
              </ButtonLink>
            )}
          </>
        }
      />
      <ViewTabs month={month} onChange={(chosen) => list.change({ month: chosen })} />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        {!month && (
          <SearchFilter
            label={t`按名称查找`}
            placeholder={t`活动名称`}
            value={q}
            onChange={(words) => list.change({ q: words })}
          />
        )}
        <CommunityFilter value={community_id} />
        <ChoiceFilter
          label={t`板块`}
          value={strand}
          onChange={(chosen) => list.change({ strand: chosen })}
          choices={strands.map((value) => ({ value, label: i18n._(strandLabel[value]) }))}
        />
        <ChoiceFilter
          label={t`状态`}
          value={overdue === 'true' ? 'overdue' : state}
          onChange={(chosen) =>
            list.change(
              chosen === 'overdue'
                ? { overdue: 'true', state: undefined, may: undefined }
                : { state: chosen, overdue: undefined, may: undefined },
            )
          }
          choices={Object.entries(activityLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      {month ? (
        <ActivityCalendar search={search} month={month} />
      ) : (
        <ActivityList search={search} filtered={filtered} />
      )}
    </>
  );
}

function ActivityList({ search, filtered }: { search: ActivitySearch; filtered: boolean }) {
  const { t } = useLingui();
  const { month: _, overdue, cursor, ...rest } = search;
  const filters: ActivityFilters = { ...(rest as ActivityFilters), ...(overdue && { overdue: overdue === 'true' }) };
  const query = useQuery(activitiesQuery({ ...filters, ...(cursor && { cursor }), include: 'total' }));
  return (
    <DataTable
      id="activities"
      caption={t`共同体活动列表`}
      columns={columns}
      search={{ sort: '-starts_on', ...search }}
      query={query}
      rowKey={(row) => row.id}
      whole={() => wholeList((page) => listActivities({ query: { ...filters, ...page } }))}
      empty={
        filtered ? (
          <EmptyPanel reason="no_match" title={<Trans>没有符合条件的活动</Trans>}>
            <Trans>换个说法，或清除部分筛选条件再看。</Trans>
          </EmptyPanel>
        ) : (
          <EmptyPanel reason="nothing_yet" title={<Trans>还没有活动</Trans>}>
            <Trans>点右上角安排或登记一次；以前的台账可以由党委办从 Excel 导入。</Trans>
          </EmptyPanel>
        )
      }
    />
  );
}

const columns: Column<ActivityOut>[] = [
  {
    key: 'title',
    title: msg`活动`,
    fixed: true,
    sort: 'title',
    render: (row) => (
      <Link to="/activities/$id" params={{ id: row.id }}>
        {row.title}
      </Link>
    ),
  },
  { key: 'state', title: msg`状态`, render: (row) => <Mark look={lookOfActivity(row)} /> },
  {
    key: 'starts_on',
    title: msg`日期`,
    sort: 'starts_on',
    render: (row) => (row.ends_on === row.starts_on ? row.starts_on : `${row.starts_on} – ${row.ends_on}`),
  },
  { key: 'strand', title: msg`板块`, render: (row) => i18n._(strandLabel[row.strand]) },
  { key: 'kind', title: msg`类型`, render: (row) => row.kind_name },
  { key: 'community', title: msg`共同体`, render: (row) => row.community_name },
  { key: 'organiser', title: msg`组织学校`, extra: true, render: (row) => row.organiser_name },
  { key: 'place', title: msg`地点`, extra: true, render: (row) => row.place || '—' },
  {
    key: 'participants',
    title: msg`人数（帮建/结对）`,
    render: (row) => `${row.lead_participants} / ${row.supported_participants}`,
  },
  { key: 'evidence', title: msg`资料`, align: 'end', render: (row) => row.evidence_count },
];
