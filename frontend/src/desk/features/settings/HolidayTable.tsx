import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Mark } from '@desk/components/Mark';
import { Question } from '@desk/components/Question';
import { toast } from '@desk/components/toaster';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { deleteHoliday, type HolidayOut, listHolidays } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import type { StateLook } from '@shared/domain/obligations';
import { dayInWords } from '@shared/time/zone';
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { HolidayForm } from './HolidayForm';
import styles from './HolidayTable.module.css';

function holidaysQuery(year: number) {
  return queryOptions({
    queryKey: ['holidays', year],
    queryFn: ({ signal }) => listHolidays({ query: { year, limit: 200 }, signal }),
    placeholderData: keepPreviousData,
  });
}

const offLook: StateLook = { label: msg`放假`, sign: '○', tone: 'good' };
const workLook: StateLook = { label: msg`调休上班`, sign: '●', tone: 'caution' };

/** The days of a year that depart from Monday to Friday. */
export function HolidayTable({ year, mayWrite }: { year: number; mayWrite: boolean }) {
  const { t, i18n } = useLingui();
  const query = useQuery(holidaysQuery(year));
  const [editing, setEditing] = useState<HolidayOut | 'new' | null>(null);
  const [removing, setRemoving] = useState<HolidayOut | null>(null);
  const days = query.data?.items ?? [];
  return (
    <Card
      heading={<Trans>{String(year)} 年工作日历</Trans>}
      actions={
        <div className={styles.tools}>
          <Link to="/settings" search={{ year: year - 1 }} resetScroll={false}>
            {year - 1}
          </Link>
          <Link to="/settings" search={{ year: year + 1 }} resetScroll={false}>
            {year + 1}
          </Link>
          {mayWrite && (
            <Button onClick={() => setEditing('new')}>
              <Trans>添加日期</Trans>
            </Button>
          )}
        </div>
      }
    >
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.provisional && (
        <p className={styles.provisional} role="status">
          <Trans>国家还没有公布 {String(year)} 年的放假安排，暂按周一至周五计算工作日；公布后请在这里补充。</Trans>
        </p>
      )}
      {query.isSuccess && days.length === 0 && !query.data.provisional && (
        <p>
          <Trans>这一年没有特别的日子，周一至周五都是工作日。</Trans>
        </p>
      )}
      <ul className={styles.days}>
        {days.map((day) => (
          <li key={day.id} className={styles.day}>
            <span>{dayInWords(day.day_on, i18n.locale)}</span>
            <Mark look={day.working ? workLook : offLook} />
            <span className={styles.name}>{day.name}</span>
            {mayWrite && (
              <span className={styles.buttons}>
                <button type="button" className="as-link" onClick={() => setEditing(day)}>
                  <Trans>修改</Trans>
                  <span className="visually-hidden">{day.day_on}</span>
                </button>
                <button type="button" className="as-link" onClick={() => setRemoving(day)}>
                  <Trans>删除</Trans>
                  <span className="visually-hidden">{day.day_on}</span>
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Dialog
        open={editing !== null}
        title={editing === 'new' ? t`添加日期` : t`修改日期`}
        onClose={() => setEditing(null)}
      >
        {editing !== null && (
          <HolidayForm holiday={editing === 'new' ? undefined : editing} onDone={() => setEditing(null)} />
        )}
      </Dialog>
      <Dialog open={removing !== null} title={t`删除这一天？`} onClose={() => setRemoving(null)}>
        {removing && <RemoveQuestion day={removing} onDone={() => setRemoving(null)} />}
      </Dialog>
    </Card>
  );
}

function RemoveQuestion({ day, onDone }: { day: HolidayOut; onDone: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const words = dayInWords(day.day_on, i18n.locale);
  return (
    <Question
      danger
      answer={<Trans>删除</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        await deleteHoliday({ path: { id: day.id }, headers: ifMatch(day.version) });
        await queryClient.invalidateQueries();
        toast(t`已删除。`);
        onDone();
      }}
    >
      <Trans>{words}将恢复为普通的日子（周一至周五上班，周末休息），截止日期随之重新计算。</Trans>
    </Question>
  );
}
