import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { HrefLink } from '@desk/components/HrefLink';
import { Mark } from '@desk/components/Mark';
import { Trans, useLingui } from '@lingui/react/macro';
import type { CommunityFigures, CommunityNotStarted, StrandFigures } from '@shared/api/gen';
import { communityLook, measureLabel } from '@shared/domain/communities';
import { strandLabel, strands } from '@shared/domain/strands';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import styles from './Communities.module.css';
import { CountedRows, type CountedTarget } from './CountedRows';
import { communitiesOverviewQuery } from './queries';

/** The communities that run, each with its three strands and targets: facts by name, nobody is ranked. */
export function CommunitiesSideBySide() {
  const query = useQuery(communitiesOverviewQuery);
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data?.items ?? [];
  return (
    <>
      {items.length > 0 && <AtWork items={items} />}
      <NotStarted items={query.data?.not_started ?? []} />
    </>
  );
}

/** Those still to be approved or to begin, each with its state. */
function NotStarted({ items }: { items: CommunityNotStarted[] }) {
  if (items.length === 0) return null;
  return (
    <Card heading={<Trans>还没有启动的共同体</Trans>}>
      <ul className={styles.lines}>
        {items.map((item) => (
          <li key={item.id} className={styles.line}>
            <Link to="/communities/$id" params={{ id: item.id }}>
              {item.name}
            </Link>
            <span className={styles.quiet}>
              <Mark look={communityLook[item.state]} /> <Trans>{item.starts_on} 开始</Trans>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function AtWork({ items }: { items: CommunityFigures[] }) {
  const { t, i18n } = useLingui();
  const [opened, setOpened] = useState<CountedTarget | null>(null);
  return (
    <Card heading={<Trans>进行中的共同体</Trans>}>
      <div className={styles.scroll}>
        <table className={styles.table} aria-label={t`进行中的共同体`}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>共同体</Trans>
              </th>
              {strands.map((strand) => (
                <th key={strand} scope="col">
                  {i18n._(strandLabel[strand])}
                </th>
              ))}
              <th scope="col">
                <Trans>力争目标</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} onOpen={setOpened} />
            ))}
          </tbody>
        </table>
      </div>
      <Dialog open={opened !== null} place="side" title={t`计入的记录`} onClose={() => setOpened(null)}>
        {opened && <CountedRows target={opened} />}
      </Dialog>
    </Card>
  );
}

function Row({ item, onOpen }: { item: CommunityFigures; onOpen: (target: CountedTarget) => void }) {
  const { i18n } = useLingui();
  return (
    <tr>
      <th scope="row">
        <Link to="/communities/$id" params={{ id: item.id }}>
          {item.name}
        </Link>
      </th>
      {item.strands.map((strand) => (
        <td key={strand.strand}>
          <StrandCell strand={strand} />
        </td>
      ))}
      <td>
        <ul className={styles.lines}>
          {item.targets.map((target) => (
            <li key={target.id}>
              {item.school_names.length > 1 && `${target.school_name} `}
              <button type="button" className={styles.opens} onClick={() => onOpen(target)}>
                {i18n._(measureLabel[target.measure])} {target.value.count} / {target.aim}
              </button>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

function StrandCell({ strand }: { strand: StrandFigures }) {
  const { done_this_year, under_way, planned_soon, overdue, next_on } = strand;
  return (
    <ul className={styles.lines}>
      <li>
        <Counted figure={done_this_year} words={<Trans>次 · 今年已开展</Trans>} />
      </li>
      {under_way.count > 0 && (
        <li>
          <Counted figure={under_way} words={<Trans>次 · 正在开展</Trans>} />
        </li>
      )}
      <li>
        <Counted figure={planned_soon} words={<Trans>次 · 30 天内安排</Trans>} />
      </li>
      {overdue.count > 0 && (
        <li>
          <Counted figure={overdue} words={<Trans>次 · 过期未登记</Trans>} />
        </li>
      )}
      {next_on && under_way.count === 0 && (
        <li className={styles.quiet}>
          <Trans>下一次 {next_on}</Trans>
        </li>
      )}
    </ul>
  );
}

/** A number that opens exactly what it counts. */
function Counted({ figure, words }: { figure: StrandFigures['overdue']; words: React.ReactNode }) {
  return (
    <HrefLink href={figure.href ?? ''}>
      {figure.count} {words}
    </HrefLink>
  );
}
