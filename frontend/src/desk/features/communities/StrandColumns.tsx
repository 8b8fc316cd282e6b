import { HrefLink } from '@desk/components/HrefLink';
import { Mark } from '@desk/components/Mark';
import { activitiesQuery } from '@desk/features/activities/queries';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { CommunityOut, StrandFigures } from '@shared/api/gen';
import { lookOfActivity } from '@shared/domain/activities';
import { type Strand, strandLabel, strands } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './Communities.module.css';
import { ContactLines } from './ContactLines';
import { communitiesOverviewQuery } from './queries';
import { useOwnSchools } from './sides';

const mostShown = 4;
const soonMs = 30 * 24 * 3600_000;

/** The three strands side by side: numbers, the latest activities, who answers on either side. */
export function StrandColumns({ community }: { community: CommunityOut }) {
  const overview = useQuery(communitiesOverviewQuery);
  const figures = overview.data?.items.find((item) => item.id === community.id)?.strands;
  return (
    <div className={styles.strands}>
      {strands.map((strand) => (
        <StrandColumn
          key={strand}
          community={community}
          strand={strand}
          figures={figures?.find((one) => one.strand === strand)}
        />
      ))}
    </div>
  );
}

interface Props {
  community: CommunityOut;
  strand: Strand;
  figures: StrandFigures | undefined;
}

function StrandColumn({ community, strand, figures }: Props) {
  const { i18n } = useLingui();
  const mayWrite = usePermission('activities:write');
  const leads = useOwnSchools(community).some(({ id }) => id === community.lead_school_id);
  const mayNoteLate = community.ends_on !== null && leads;
  // What a series plans for next year stands in the list; here is what is near.
  const soon = dateOf(new Date(Date.now() + soonMs));
  const latest = useQuery(activitiesQuery({ community_id: community.id, strand, limit: mostShown, to: soon }));
  return (
    <section className={styles.strand} aria-label={i18n._(strandLabel[strand])}>
      <div className={styles.line}>
        <h2>{i18n._(strandLabel[strand])}</h2>
        {mayWrite && (community.state === 'active' || mayNoteLate) && (
          <Link to="/activities/new" search={{ community_id: community.id, strand }} className={styles.deed}>
            {community.state === 'active' ? <Trans>安排或登记活动</Trans> : <Trans>补登记活动</Trans>}
          </Link>
        )}
      </div>
      {figures && (
        <div className={styles.figures}>
          <Figure figure={figures.done_this_year} words={<Trans>今年已开展</Trans>} />
          {figures.under_way.count > 0 && <Figure figure={figures.under_way} words={<Trans>正在开展</Trans>} />}
          <Figure figure={figures.planned_soon} words={<Trans>30 天内安排</Trans>} />
          <Figure figure={figures.overdue} words={<Trans>过期未登记</Trans>} />
        </div>
      )}
      <ul className={styles.lines}>
        {latest.data?.items.map((activity) => (
          <li key={activity.id} className={styles.line}>
            <Link to="/activities/$id" params={{ id: activity.id }}>
              {activity.title}
            </Link>
            <span className={styles.quiet}>
              {activity.starts_on} <Mark look={lookOfActivity(activity)} />
            </span>
          </li>
        ))}
        {latest.data?.items.length === 0 && (
          <li className={styles.quiet}>
            <Trans>还没有活动。</Trans>
          </li>
        )}
      </ul>
      <ContactLines community={community} strand={strand} />
    </section>
  );
}

function Figure({ figure, words }: { figure: StrandFigures['overdue']; words: ReactNode }) {
  return (
    <HrefLink href={figure.href ?? ''} className={styles.figure}>
      <strong>{figure.count}</strong>
      <span>{words}</span>
    </HrefLink>
  );
}
