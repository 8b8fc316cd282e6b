import { ButtonLink } from '@desk/components/ButtonLink';
import { Card } from '@desk/components/Card';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { HrefLink } from '@desk/components/HrefLink';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { useFiguresOnly, useMe, usePermission } from '@desk/features/session/queries';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { readToday, type Today } from '@shared/api/gen';
import { dayInWords } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CommunitiesToday } from './CommunitiesToday';
import { CountiesToday } from './CountiesToday';
import { MonthProgress } from './MonthProgress';
import { RoleFacts } from './RoleFacts';
import styles from './TodayPage.module.css';
import { useToDoWords } from './to-do-words';
import { YourPlaces } from './YourPlaces';

/** The first screen: what needs me today, and how is this month. */
export function TodayPage() {
  const { i18n } = useLingui();
  const me = useMe();
  const mayRecord = usePermission('visits:record');
  const query = useQuery({ queryKey: ['overview', 'today'], queryFn: ({ signal }) => readToday({ signal }) });
  const name = me.user.name;
  return (
    <>
      <PageHead
        title={<Trans>{name}，您好</Trans>}
        note={query.data && dayInWords(query.data.today, i18n.locale)}
        actions={
          mayRecord && (
            <ButtonLink primary to="/visits/new">
              <Trans>记录一次入校指导</Trans>
            </ButtonLink>
          )
        }
      />
      {query.isPending && <Loading />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <TodayParts today={query.data} />}
    </>
  );
}

function TodayParts({ today }: { today: Today }) {
  const figuresOnly = useFiguresOnly();
  const seesCommunities = usePermission('communities:read');
  // Who runs, visits or confirms is told that nothing waits; for the others nothing ever would.
  const hasToDos = today.to_dos.length > 0;
  return (
    <>
      {today.reminder && (
        <HrefLink href={today.reminder.href} className={styles.reminder}>
          <Plural value={today.reminder.remaining_days} _0="今天是本月最后一天" other="离月底还有 # 天" />，
          <Plural value={today.reminder.count} other="还有 # 所机构没有完成入校指导" />
          <span aria-hidden="true"> →</span>
        </HrefLink>
      )}
      {hasToDos && <ToDos toDos={today.to_dos} />}
      {today.this_month && (
        <Card
          heading={<Trans>本月入校指导</Trans>}
          actions={<Link to="/month">{figuresOnly ? <Trans>查看各月情况</Trans> : <Trans>查看各月各机构</Trans>}</Link>}
        >
          <MonthProgress total={today.this_month} />
        </Card>
      )}
      {seesCommunities && <CommunitiesToday today={today.today} />}
      {figuresOnly && <CountiesToday month={today.month} />}
      {!hasToDos && (
        <>
          <RoleFacts today={today.today} />
          <YourPlaces />
        </>
      )}
    </>
  );
}

/** What waits for the reader: each count opens exactly the rows it counts. */
function ToDos({ toDos }: { toDos: Today['to_dos'] }) {
  const words = useToDoWords();
  const waiting = toDos.filter((toDo) => toDo.count > 0);
  return (
    <Card heading={<Trans>需要您处理</Trans>}>
      {waiting.length === 0 ? (
        <EmptyPanel reason="nothing_yet" title={<Trans>今天没有等您处理的事</Trans>}>
          <Trans>有新的待办时会出现在这里。</Trans>
        </EmptyPanel>
      ) : (
        <ul className={styles.toDos}>
          {waiting.map((toDo) => (
            <li key={toDo.code}>
              <HrefLink href={toDo.href} className={styles.toDo}>
                <strong className={styles.count}>{toDo.count}</strong>
                <span>{words(toDo.code)}</span>
              </HrefLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
