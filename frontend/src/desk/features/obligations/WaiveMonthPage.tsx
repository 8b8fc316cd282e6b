import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ObligationOut, WaiversOut } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { monthInWords, monthOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { filtersOf, type ObligationSearch } from './obligation-search';
import { owedQuery } from './queries';
import { WaiveFilters } from './WaiveFilters';
import { WaiveForm } from './WaiveForm';
import styles from './WaiveMonth.module.css';

/** Waives a month for several institutions or for all: choose, look, confirm. */
export function WaiveMonthPage({ search }: { search: ObligationSearch }) {
  const mayWaive = usePermission('obligations:waive');
  if (!mayWaive) {
    return (
      <EmptyPanel reason="no_right" title={<Trans>您不能免除月度任务</Trans>}>
        <Trans>免除由党委办决定。如有机构停课，请告诉党委办。</Trans>
      </EmptyPanel>
    );
  }
  return (
    <>
      <PageHead
        title={<Trans>批量免除月度任务</Trans>}
        note={<Trans>免除的月份不要求入校指导。谁免除的、为什么，都会记下来，之后可以逐所取消。</Trans>}
      />
      <WaiveParts search={search} month={search.month ?? monthOf(new Date())} />
    </>
  );
}

function WaiveParts({ search, month }: { search: ObligationSearch; month: string }) {
  const [made, setMade] = useState<WaiversOut[]>([]);
  const query = useQuery(owedQuery({ ...filtersOf(search), month }));
  const latest = made.at(-1);
  return (
    <>
      <WaiveFilters search={search} month={month} />
      {latest?.month === month && <Done made={latest} />}
      {query.isPending && <Loading />}
      {query.isError && <NotWaivable error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <Choice
          key={`${month} ${made.length}`}
          rows={query.data}
          month={month}
          filtered={Object.keys(search).some((name) => name !== 'month')}
          onDone={(waived) => setMade([...made, waived])}
        />
      )}
    </>
  );
}

interface ChoiceProps {
  rows: ObligationOut[];
  month: string;
  filtered: boolean;
  onDone: (made: WaiversOut) => void;
}

function Choice({ rows, month, filtered, onDone }: ChoiceProps) {
  if (rows.length > 0) return <WaiveForm rows={rows} month={month} onDone={onDone} />;
  return filtered ? (
    <EmptyPanel reason="no_match" title={<Trans>没有符合条件的机构</Trans>}>
      <Trans>换个类别、股室或状态，或清除筛选条件再看。</Trans>
    </EmptyPanel>
  ) : (
    <EmptyPanel reason="nothing_yet" title={<Trans>这个月没有机构需要完成任务</Trans>}>
      <Trans>机构从加入的次月起才有任务，关停后就没有了。请换个月份。</Trans>
    </EmptyPanel>
  );
}

/** A month too far away is refused by the service in words about the month; everything else is a failure. */
function NotWaivable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const aboutMonth = asProblem(error).fields.find(({ pointer }) => /\bmonth$/.test(pointer))?.message;
  if (!aboutMonth) return <ErrorPanel error={error} onRetry={onRetry} />;
  return (
    <div role="alert">
      <EmptyPanel reason="no_match" title={<Trans>这个月现在不能免除</Trans>}>
        {aboutMonth}
      </EmptyPanel>
    </div>
  );
}

/** What has been done, the way to look at it, and the way back. */
function Done({ made }: { made: WaiversOut }) {
  const { i18n } = useLingui();
  const month = monthInWords(made.month, i18n.locale);
  return (
    <div role="status" className={styles.done}>
      <p>
        <Trans>
          {month}：<Plural value={made.waived} other="免除了 # 所机构的任务。" />
        </Trans>{' '}
        {made.already_waived > 0 && (
          <Plural value={made.already_waived} other="另有 # 所之前已经免除，原因没有改动。" />
        )}
      </p>
      <p>
        <Link to="/obligations" search={{ month: made.month, status: 'waived' }}>
          <Trans>查看这个月已免除的机构</Trans>
        </Link>{' '}
        <Trans>要收回，在那里点「取消免除」。</Trans>
      </p>
    </div>
  );
}
