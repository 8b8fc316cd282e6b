import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { partyKindLabel, partyStatusLook } from '@shared/domain/party-organisations';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './Party.module.css';
import { PartyDeeds } from './PartyDeeds';
import { type PartyDeed, PartyDialogs } from './PartyDialogs';
import { partyOfQuery } from './queries';

/** The Party organisations of one organisation. */
export function PartyCard({ organisation }: { organisation: { id: string; name: string } }) {
  const { i18n } = useLingui();
  const query = useQuery(partyOfQuery(organisation.id));
  const mayWrite = usePermission('organisations:write');
  const [open, setOpen] = useState<PartyDeed | null>(null);
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Card
      heading={<Trans>党组织</Trans>}
      actions={
        mayWrite && (
          <Button onClick={() => setOpen({ deed: 'create', organisation })}>
            <Trans>新增党组织</Trans>
          </Button>
        )
      }
    >
      {query.isPending && <Loading />}
      {query.data?.length === 0 && (
        <p className={styles.quiet}>
          <Trans>没有登记党组织。</Trans>
        </p>
      )}
      <ul className={styles.lines}>
        {query.data?.map((party) => (
          <li key={party.id}>
            <span>{party.name}</span>
            <Mark look={partyStatusLook[party.status]} />
            <span className={styles.quiet}>
              {i18n._(partyKindLabel[party.kind])}
              {party.ended_on && (
                <>
                  {' · '}
                  <Trans>最后一天 {party.ended_on}</Trans>
                </>
              )}
            </span>
            {mayWrite && <PartyDeeds party={party} onOpen={setOpen} />}
          </li>
        ))}
      </ul>
      <PartyDialogs open={open} onClose={() => setOpen(null)} />
    </Card>
  );
}
