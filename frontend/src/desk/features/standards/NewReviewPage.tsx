import { Card } from '@desk/components/Card';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { toast } from '@desk/components/toaster';
import { useMe } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { readOrganisation } from '@shared/api/gen';
import type { ChecklistKind } from '@shared/domain/standards';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { AssumedNotice } from './AssumedNotice';
import { KindTabs } from './KindTabs';
import { checklistsQuery } from './queries';
import { NewReviewForm } from './ReviewForm';

interface Props {
  institution_id?: string;
  kind?: string;
}

/** An institution looks at itself, or Party office and lead school look together with it. */
export function NewReviewPage({ institution_id, kind = 'five_standards' }: Props) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const seats = useMe().roles.filter((held) => held.role === 'institution');
  const own = seats.find((held) => held.organisation_id === institution_id) ?? (institution_id ? undefined : seats[0]);
  const institutionId = institution_id ?? own?.organisation_id;
  const checklists = useQuery(checklistsQuery);
  const institution = useQuery({
    queryKey: ['name-of', 'institutions', institutionId],
    queryFn: async ({ signal }) => (await readOrganisation({ path: { id: institutionId ?? '' }, signal })).name,
    enabled: institutionId !== undefined,
  });
  if (checklists.isPending) return <Loading />;
  if (checklists.isError) return <ErrorPanel error={checklists.error} onRetry={() => void checklists.refetch()} />;
  const inForce = checklists.data.find((each) => each.kind === kind && each.state === 'published');
  return (
    <>
      <PageHead
        title={own ? <Trans>填写自查</Trans> : <Trans>登记联合检查</Trans>}
        note={institution.data ?? own?.organisation_name}
      />
      <KindTabs
        kind={kind as ChecklistKind}
        onChange={(next) =>
          void navigate({
            to: '/standards/new',
            search: { ...(institution_id && { institution_id }), kind: next },
            replace: true,
          })
        }
      />
      {kind === 'five_standards' && <AssumedNotice />}
      {inForce ? (
        <Card heading={inForce.title}>
          <NewReviewForm
            key={`${inForce.id}${institutionId}`}
            checklist={inForce}
            mode={own ? 'self' : 'joint'}
            institutionId={institutionId}
            onDone={(review) => {
              toast(t`已保存。可以在下面上传照片。`);
              void navigate({ to: '/standards/reviews/$id', params: { id: review.id }, replace: true });
            }}
          />
        </Card>
      ) : (
        <EmptyPanel reason="nothing_yet" title={<Trans>没有这份清单</Trans>}>
          <Trans>请在上面选择五个规范或党群活动室。</Trans>
        </EmptyPanel>
      )}
    </>
  );
}
