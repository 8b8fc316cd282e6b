import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { Question } from '@desk/components/Question';
import { toast } from '@desk/components/toaster';
import lines from '@desk/features/organisations/OrganisationPage.module.css';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ClientGrantOut, endClientGrant } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { grantLook, scopeLabel } from '@shared/domain/clients';
import { dateOf } from '@shared/time/zone';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { grantsQuery } from './queries';

interface Props {
  clientId?: string;
  mayWrite: boolean;
}

/** What the bureau lets systems read of its own, ended grants too. */
export function GrantList({ clientId, mayWrite }: Props) {
  const { t, i18n } = useLingui();
  const query = useQuery(grantsQuery(clientId));
  const [ending, setEnding] = useState<ClientGrantOut | null>(null);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) {
    return (
      <p className={lines.nothing}>
        <Trans>没有授权。没有授权的系统什么也读不到。</Trans>
      </p>
    );
  }
  return (
    <>
      <ul className={lines.lines}>
        {query.data.map((grant) => (
          <li key={grant.id}>
            {!clientId && <strong>{grant.client_name}</strong>}
            {!clientId && <span>{grant.client_id}</span>}
            <span>{grant.scopes.map((scope) => i18n._(scopeLabel[scope as keyof typeof scopeLabel])).join('、')}</span>
            <Mark look={grantLook[grant.ended_at ? 'ended' : 'current']} />
            <span className={lines.quiet}>
              {grant.ended_at ? (
                <Trans>
                  {dateOf(grant.created_at)} 至 {dateOf(grant.ended_at)}
                </Trans>
              ) : (
                <Trans>自 {dateOf(grant.created_at)} 起</Trans>
              )}
            </span>
            {mayWrite && !grant.ended_at && (
              <Button size="small" onClick={() => setEnding(grant)} aria-label={t`结束授权：${grant.client_name}`}>
                <Trans>结束授权</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Dialog open={ending !== null} title={t`结束授权？`} onClose={() => setEnding(null)}>
        {ending && <EndQuestion grant={ending} onDone={() => setEnding(null)} />}
      </Dialog>
    </>
  );
}

function EndQuestion({ grant, onDone }: { grant: ClientGrantOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <Question
      danger
      answer={<Trans>结束授权</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        await endClientGrant({ path: { id: grant.id }, headers: ifMatch(grant.version) });
        await queryClient.invalidateQueries({ queryKey: ['clients'] });
        toast(t`授权已结束。`);
        onDone();
      }}
    >
      <Trans>“{grant.client_name}”下一次就读不到本局的数字了。以后可以重新授权。</Trans>
    </Question>
  );
}
