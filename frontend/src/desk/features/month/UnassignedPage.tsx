import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { useFiguresOnly } from '@desk/features/session/queries';
import { Trans } from '@lingui/react/macro';
import { readUnassigned } from '@shared/api/gen';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FiguresOnlyNotice } from './FiguresOnlyNotice';
import styles from './MonthPage.module.css';

/** The institutions where no instructor is in post today. */
export function UnassignedPage() {
  return useFiguresOnly() ? <FiguresOnlyNotice /> : <UnassignedList />;
}

function UnassignedList() {
  const query = useQuery({ queryKey: ['overview', 'unassigned'], queryFn: ({ signal }) => readUnassigned({ signal }) });
  const list = query.data;
  return (
    <>
      <PageHead
        title={<Trans>没有指导员的机构</Trans>}
        note={list && <Trans>{list.on} 当天无人在任的民办机构。</Trans>}
      />
      {query.isPending && <Loading />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {list && list.items.length === 0 && <EmptyPanel reason="nothing_yet" title={<Trans>每所机构都有指导员</Trans>} />}
      {list && list.items.length > 0 && (
        <ul className={styles.list}>
          {list.items.map((item) => (
            <li key={item.institution_id}>
              <Link to="/organisations/$id" params={{ id: item.institution_id }}>
                {item.name}
              </Link>
              <span className={styles.quiet}>
                {item.next_starts_on ? <Trans>新指导员 {item.next_starts_on} 到任</Trans> : <Trans>还没有安排</Trans>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
