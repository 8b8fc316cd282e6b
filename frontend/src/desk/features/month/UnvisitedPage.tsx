import { copyText } from '@desk/components/copy-text';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { PrintButton, PrintPage } from '@desk/components/PrintPage';
import { toast } from '@desk/components/toaster';
import { useFiguresOnly } from '@desk/features/session/queries';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { readUnvisited } from '@shared/api/gen';
import { monthInWords } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { FiguresOnlyNotice } from './FiguresOnlyNotice';
import { MonthFilters } from './MonthFilters';
import styles from './MonthPage.module.css';
import { filtersOf, type MonthSearch, presentMonth } from './month-search';

/** The institutions without a visit that counts in the month, to be sent to a chat group with one button. */
export function UnvisitedPage({ search }: { search: MonthSearch }) {
  return useFiguresOnly() ? <FiguresOnlyNotice /> : <UnvisitedList search={search} />;
}

function UnvisitedList({ search }: { search: MonthSearch }) {
  const { t, i18n } = useLingui();
  const { months: _, ...filters } = filtersOf(search);
  const query = useQuery({
    queryKey: ['overview', 'unvisited', filters],
    queryFn: ({ signal }) => readUnvisited({ query: filters, signal }),
  });
  const month = monthInWords(search.month ?? presentMonth(), i18n.locale);
  const list = query.data;
  const copy = async (text: string) => {
    toast((await copyText(text)) ? t`名单已复制，可以粘贴到群里。` : t`浏览器不让复制，请选中名单手工复制。`);
  };
  return (
    <>
      <PageHead
        title={<Trans>还没有走访的机构</Trans>}
        note={list && <Plural value={list.items.length} _0="全部走访过了" other="共 # 所" />}
        actions={
          <>
            <PrintButton />
            {list && list.items.length > 0 && (
              <Button type="primary" onClick={() => void copy(list.text)}>
                <Trans>复制名单</Trans>
              </Button>
            )}
          </>
        }
      />
      <MonthFilters search={search} spans={false} />
      {query.isPending && <Loading />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {list && list.items.length === 0 && (
        <EmptyPanel reason="nothing_yet" title={<Trans>{month}没有漏走访的机构</Trans>}>
          <Trans>所有应完成的入校指导都已收到记录，或已免除。</Trans>
        </EmptyPanel>
      )}
      {list && list.items.length > 0 && (
        <PrintPage title={<Trans>还没有走访的机构</Trans>} note={month}>
          <ul className={styles.list}>
            {list.items.map((item) => (
              <li key={item.institution_id}>
                <Link to="/organisations/$id" params={{ id: item.institution_id }}>
                  {item.name}
                </Link>
                <span className={styles.quiet}>{item.instructor_names.join('、') || <Trans>无人派驻</Trans>}</span>
              </li>
            ))}
          </ul>
        </PrintPage>
      )}
    </>
  );
}
