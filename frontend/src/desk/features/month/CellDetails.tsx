import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { HrefLink } from '@desk/components/HrefLink';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { listObligations } from '@shared/api/gen';
import { obligationLook } from '@shared/domain/obligations';
import { minuteOf, monthInWords } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { GridCell, MonthRow } from './MonthGrid';
import styles from './MonthPage.module.css';
import { WaiverHistory } from './WaiverHistory';

/** One institution's month: how it stands, why, who was in post, and the way to its visits. */
export function CellDetails({ row, cell }: { row: MonthRow; cell: GridCell }) {
  const { i18n } = useLingui();
  const query = useQuery({
    queryKey: ['obligations', 'one', row.id, cell.month],
    queryFn: ({ signal }) => listObligations({ query: { institution_id: row.id, month: cell.month }, signal }),
  });
  const obligation = query.data?.items[0];
  return (
    <div className={styles.details}>
      <p>
        {monthInWords(cell.month, i18n.locale)} {cell.status && <Mark look={obligationLook[cell.status]} />}
      </p>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {obligation && (
        <Facts
          facts={[
            { label: <Trans>在任指导员</Trans>, value: obligation.instructor_names.join('、') || <Trans>无人</Trans> },
            { label: <Trans>最迟收到日期</Trans>, value: obligation.due_on },
            obligation.received_at !== null && {
              label: <Trans>收到记录的时间</Trans>,
              value: minuteOf(obligation.received_at),
            },
            obligation.waiver !== null && {
              label: <Trans>免除原因</Trans>,
              value: (
                <>
                  {obligation.waiver.reason}
                  {obligation.waiver.waived_by && `（${obligation.waiver.waived_by}）`}
                </>
              ),
            },
          ]}
        />
      )}
      {obligation && <WaiverHistory obligationId={obligation.id} />}
      <ul>
        {cell.visits !== null && (
          <li>
            <HrefLink href={cell.href}>
              <Plural value={cell.visits} _0="当月没有入校指导记录" other="查看当月 # 次入校指导" />
            </HrefLink>
          </li>
        )}
        <li>
          <Link to="/organisations/$id" params={{ id: row.id }}>
            <Trans>打开机构页面</Trans>
          </Link>
        </li>
      </ul>
    </div>
  );
}
