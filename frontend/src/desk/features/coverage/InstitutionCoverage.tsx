import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { usePermission } from '@desk/features/session/queries';
import { Trans } from '@lingui/react/macro';
import type { InstitutionCoverageOut, OrganisationOut } from '@shared/api/gen';
import { useQuery } from '@tanstack/react-query';
import styles from './Coverage.module.css';
import { GroupsCard } from './GroupsCard';
import { MembersCard } from './MembersCard';
import { PartyCoverageCard } from './PartyCoverageCard';
import { standingQuery } from './queries';

/** An institution's members, Party coverage and groups, with their history and what may be entered. */
export function InstitutionCoverage({ organisation }: { organisation: OrganisationOut }) {
  const query = useQuery(standingQuery(organisation.id));
  const mayWrite = usePermission('coverage:write') && organisation.status === 'active';
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const { id } = organisation;
  return (
    <>
      <MembersCard institutionId={id} mayWrite={mayWrite}>
        {query.data?.branch_possible && <BranchPossible standing={query.data} />}
      </MembersCard>
      <PartyCoverageCard institutionId={id} standing={query.data} mayWrite={mayWrite}>
        {query.data?.host_differs && <HostDiffers standing={query.data} />}
      </PartyCoverageCard>
      <GroupsCard institutionId={id} mayWrite={mayWrite} />
    </>
  );
}

function BranchPossible({ standing }: { standing: InstitutionCoverageOut }) {
  const enough = standing.own_branch_full_members;
  return (
    <p className={styles.notice}>
      {standing.affiliated_to_id || standing.coverage === 'affiliated' ? (
        <Trans>正式党员已满 {enough} 名，可以研究成立党支部；在新支部批准前，挂靠照常。</Trans>
      ) : (
        <Trans>正式党员已满 {enough} 名，可以研究成立党支部。</Trans>
      )}
    </p>
  );
}

function HostDiffers({ standing }: { standing: InstitutionCoverageOut }) {
  return (
    <p className={styles.notice}>
      {standing.affiliated_to_name ? (
        <Trans>挂靠名册上写的是“{standing.affiliated_to_name}”，和这里登记的不一致，请核对。</Trans>
      ) : (
        <Trans>挂靠名册上现在没有这家机构，和这里登记的不一致，请核对。</Trans>
      )}
    </p>
  );
}
