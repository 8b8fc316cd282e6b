import { Trans, useLingui } from '@lingui/react/macro';
import type { PartyOrganisationOut } from '@shared/api/gen';
import { Button } from 'antd';
import styles from './Party.module.css';
import type { PartyDeed } from './PartyDialogs';

/** What can be done with one Party organisation. */
export function PartyDeeds({ party, onOpen }: { party: PartyOrganisationOut; onOpen: (deed: PartyDeed) => void }) {
  const { t } = useLingui();
  const { name } = party;
  return (
    <span className={styles.deeds}>
      <Button size="small" aria-label={t`${name}：修改`} onClick={() => onOpen({ deed: 'change', party })}>
        <Trans>修改</Trans>
      </Button>
      {party.ended_on === null ? (
        <Button size="small" aria-label={t`${name}：撤销`} onClick={() => onOpen({ deed: 'end', party })}>
          <Trans>撤销</Trans>
        </Button>
      ) : (
        <Button size="small" aria-label={t`${name}：恢复`} onClick={() => onOpen({ deed: 'resume', party })}>
          <Trans>恢复</Trans>
        </Button>
      )}
    </span>
  );
}
