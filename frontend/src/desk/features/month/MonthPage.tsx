import { ButtonLink } from '@desk/components/ButtonLink';
import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { PrintButton, PrintPage } from '@desk/components/PrintPage';
import { useFiguresOnly, usePermission } from '@desk/features/session/queries';
import { MonthProgress } from '@desk/features/today/MonthProgress';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MonthOverview, readMonth } from '@shared/api/gen';
import { monthInWords } from '@shared/time/zone';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { CellDetails } from './CellDetails';
import { CountyTable } from './CountyTable';
import { CoverageChart } from './CoverageChart';
import { MonthFilters } from './MonthFilters';
import { type GridCell, MonthGrid, type MonthRow } from './MonthGrid';
import styles from './MonthPage.module.css';
import { filtersOf, type MonthSearch, usualMonths } from './month-search';

/** How every institution stood in each month: figures, coverage, and the institution × month grid. */
export function MonthPage({ search }: { search: MonthSearch }) {
  const mayExport = usePermission('exports:write');
  const mayWaive = usePermission('obligations:waive');
  const query = useQuery({
    queryKey: ['overview', 'month', search],
    queryFn: ({ signal }) => readMonth({ query: { months: usualMonths, ...filtersOf(search) }, signal }),
    placeholderData: keepPreviousData,
  });
  const exported = new URLSearchParams(
    Object.entries({ months: usualMonths, ...search }).map(([k, v]) => [k, String(v)]),
  );
  return (
    <>
      <PageHead
        title={<Trans>月度任务</Trans>}
        note={<Trans>每所民办机构每月至少一次到校（园、机构）的入校指导。</Trans>}
        actions={
          <>
            {mayExport && (
              <a href={`/api/v1/exports/month-grid.xlsx?${exported}`} download className={styles.export}>
                <Trans>导出 Excel</Trans>
              </a>
            )}
            {mayWaive && <WaiveLink search={search} />}
            <PrintButton />
          </>
        }
      />
      <MonthFilters search={search} />
      {query.isPending && <Loading />}
      {query.isError && !query.data && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <MonthParts overview={query.data} search={search} />}
    </>
  );
}

/** To waiving the month that is shown, for the institutions that are shown. */
function WaiveLink({ search: { months: _, ...filters } }: { search: MonthSearch }) {
  return (
    <ButtonLink to="/obligations/waive" search={filters}>
      <Trans>批量免除</Trans>
    </ButtonLink>
  );
}

function MonthParts({ overview, search }: { overview: MonthOverview; search: MonthSearch }) {
  const { t, i18n } = useLingui();
  const [opened, setOpened] = useState<{ row: MonthRow; cell: GridCell } | null>(null);
  const total = overview.totals.at(-1);
  const month = monthInWords(overview.month, i18n.locale);
  const figuresOnly = useFiguresOnly();
  const filtered = Boolean(search.kind || search.section_id || search.instructor_id);
  if (overview.institutions.length === 0 && overview.counties.length === 0) {
    return <NothingOwed filtered={filtered} figuresOnly={figuresOnly} />;
  }
  return (
    <PrintPage title={<Trans>入校指导月度任务表</Trans>} note={<Trans>截至 {month}</Trans>}>
      <div className={styles.figures}>
        {total && (
          <Card
            heading={month}
            actions={
              !figuresOnly && (
                <Link to="/unvisited" search={{ ...search, month: overview.month }}>
                  <Trans>还没有走访的名单</Trans>
                </Link>
              )
            }
          >
            <MonthProgress total={total} all />
          </Card>
        )}
        <Card heading={<Trans>各月完成情况</Trans>}>
          <CoverageChart totals={overview.totals} />
        </Card>
      </div>
      {overview.counties.length > 0 && <CountyTable counties={overview.counties} />}
      {overview.institutions.length > 0 && (
        <MonthGrid
          months={overview.months}
          rows={overview.institutions}
          onOpen={(row, cell) => setOpened({ row, cell })}
        />
      )}
      <Dialog open={opened !== null} place="side" title={opened?.row.name ?? t`详情`} onClose={() => setOpened(null)}>
        {opened && <CellDetails row={opened.row} cell={opened.cell} />}
      </Dialog>
    </PrintPage>
  );
}

function NothingOwed({ filtered, figuresOnly }: { filtered: boolean; figuresOnly: boolean }) {
  if (figuresOnly) {
    return (
      <EmptyPanel reason="nothing_yet" title={<Trans>还没有县（区）的数字</Trans>}>
        <Trans>县（区）教育局登记到市局名下后，会出现在这里。</Trans>
      </EmptyPanel>
    );
  }
  return filtered ? (
    <EmptyPanel reason="no_match" title={<Trans>没有符合条件的机构</Trans>}>
      <Trans>换个类别、股室或指导员再看。</Trans>
    </EmptyPanel>
  ) : (
    <EmptyPanel reason="nothing_yet" title={<Trans>还没有月度任务</Trans>}>
      <Trans>导入名册、派驻指导员后，每所民办机构每月都会出现在这里。</Trans>
    </EmptyPanel>
  );
}
