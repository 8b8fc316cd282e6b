import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { HrefLink } from '@desk/components/HrefLink';
import { Loading } from '@desk/components/Loading';
import { Trans, useLingui } from '@lingui/react/macro';
import { coverageLook, groupLabel } from '@shared/domain/coverage';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import styles from './Coverage.module.css';
import { coverageOverviewQuery } from './queries';

/** The institutions in figures: each opens exactly the rows that it counts. */
export function CoverageFigures() {
  const { t, i18n } = useLingui();
  const query = useQuery(coverageOverviewQuery);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const { institutions, coverages, groups, branch_possible, host_differs } = query.data;
  if (institutions.count === 0) return null;
  return (
    <Card heading={<Trans>到今天的情况</Trans>}>
      <ul className={styles.figures}>
        <FigureTile figure={institutions}>{t`民办机构`}</FigureTile>
        {coverages.map((share) => (
          <FigureTile key={share.coverage} figure={share.institutions}>
            {i18n._(coverageLook[share.coverage].label)}
          </FigureTile>
        ))}
        <FigureTile figure={branch_possible}>{t`可研究建支部`}</FigureTile>
        <FigureTile figure={host_differs}>{t`与挂靠不一致`}</FigureTile>
      </ul>
      <ul className={`${styles.figures} ${styles.groups}`}>
        {groups.map((share) => {
          const kind = i18n._(groupLabel[share.kind]);
          return [
            <FigureTile key={`${share.kind}-present`} figure={share.present}>{t`有${kind}`}</FigureTile>,
            <FigureTile key={`${share.kind}-missing`} figure={share.missing}>{t`没有${kind}`}</FigureTile>,
          ];
        })}
      </ul>
    </Card>
  );
}

function FigureTile({ figure, children }: { figure: { count: number; href: string | null }; children: ReactNode }) {
  return (
    <li>
      <HrefLink href={figure.href ?? ''} className={styles.figure}>
        <strong>{figure.count}</strong>
        <span>{children}</span>
      </HrefLink>
    </li>
  );
}
