import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { toast } from '@desk/components/toaster';
import { InstitutionCoverage } from '@desk/features/coverage/InstitutionCoverage';
import { PartyCard } from '@desk/features/party-organisations/PartyCard';
import { usePermission } from '@desk/features/session/queries';
import { InstitutionVisits } from '@desk/features/visits/InstitutionVisits';
import { Trans, useLingui } from '@lingui/react/macro';
import type { OrganisationOut } from '@shared/api/gen';
import { organisationKindLabel, organisationStatusLook, ownershipLabel } from '@shared/domain/organisations';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { DispatchHistory, FormerNames } from './History';
import { OrganisationForm } from './OrganisationForm';
import { organisationQuery } from './queries';
import { RenameForm } from './RenameForm';

/** One organisation: what it is, and what has happened there. */
export function OrganisationPage({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const query = useQuery(organisationQuery(id));
  const mayWrite = usePermission('organisations:write');
  const mayReadDispatches = usePermission('dispatches:read');
  const mayReadObligations = usePermission('obligations:read');
  const mayReadCoverage = usePermission('coverage:read');
  const [open, setOpen] = useState<'edit' | 'rename' | null>(null);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const organisation = query.data;
  const isPrivate = organisation.ownership === 'private';
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        title={organisation.name}
        note={
          <>
            {i18n._(organisationKindLabel[organisation.kind])}
            {organisation.ownership && <> · {i18n._(ownershipLabel[organisation.ownership])}</>}{' '}
            <Mark look={organisationStatusLook[organisation.status]} />
          </>
        }
        actions={
          mayWrite &&
          organisation.kind !== 'bureau' && (
            <>
              <Button onClick={() => setOpen('rename')}>
                <Trans>更名</Trans>
              </Button>
              <Button onClick={() => setOpen('edit')}>
                <Trans>修改资料</Trans>
              </Button>
            </>
          )
        }
      />
      <OrganisationFacts organisation={organisation} />
      {isPrivate && mayReadObligations && <InstitutionVisits institutionId={id} />}
      {isPrivate && mayReadDispatches && <DispatchHistory id={id} />}
      {isPrivate && mayReadCoverage && <InstitutionCoverage organisation={organisation} />}
      <PartyCard organisation={organisation} />
      <FormerNames id={id} />
      <Dialog open={open === 'edit'} title={t`修改${organisation.name}的资料`} onClose={close}>
        <OrganisationForm
          organisation={organisation}
          onCancel={close}
          onDone={() => {
            toast(t`已保存。`);
            close();
          }}
        />
      </Dialog>
      <Dialog open={open === 'rename'} title={t`给${organisation.name}更名`} onClose={close}>
        <RenameForm organisation={organisation} onDone={close} />
      </Dialog>
    </>
  );
}

const datumName = { wgs84: 'WGS-84', gcj02: 'GCJ-02' };

function OrganisationFacts({ organisation }: { organisation: OrganisationOut }) {
  const { position, full_members, members_as_of_on } = organisation;
  const isInstitution = organisation.ownership !== null;
  return (
    <Card heading={<Trans>基本情况</Trans>}>
      <Facts
        facts={[
          organisation.code !== null && { label: <Trans>代码</Trans>, value: organisation.code },
          isInstitution && { label: <Trans>归口股室</Trans>, value: organisation.section_name },
          isInstitution && { label: <Trans>负责人</Trans>, value: organisation.head_name },
          isInstitution && { label: <Trans>教职工人数</Trans>, value: organisation.staff_count },
          isInstitution && {
            label: members_as_of_on ? <Trans>正式党员（{members_as_of_on} 统计）</Trans> : <Trans>正式党员</Trans>,
            value: full_members,
          },
          isInstitution && { label: <Trans>预备党员</Trans>, value: organisation.probationary_members },
          isInstitution && { label: <Trans>办学许可证号</Trans>, value: organisation.permit_number },
          isInstitution && { label: <Trans>许可证有效期至</Trans>, value: organisation.permit_valid_until_on },
          organisation.ownership === 'private' && { label: <Trans>加入日期</Trans>, value: organisation.joined_on },
          organisation.closed_on !== null && { label: <Trans>关停日期</Trans>, value: organisation.closed_on },
          { label: <Trans>地址</Trans>, value: organisation.address },
          position !== null && {
            label: <Trans>位置</Trans>,
            value: `${position.longitude.toFixed(5)}, ${position.latitude.toFixed(5)} (${datumName[position.datum]})`,
          },
        ]}
      />
    </Card>
  );
}
