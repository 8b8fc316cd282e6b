import { TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { createClientGrant } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from './Clients.module.css';

interface Props {
  /** The client's own code, where it is known already. */
  clientId?: string;
  onDone: () => void;
}

/** Lets a client read the bureau's figures: one of the bureau's own, or one of the bureau above it. */
export function GrantForm({ clientId, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<{ client_id: string }>
      initial={clientId ? { client_id: clientId } : {}}
      submit={<Trans>授权</Trans>}
      onCancel={onDone}
      save={async (body) => {
        await createClientGrant({ body, headers: idempotencyKey(key) });
        await queryClient.invalidateQueries({ queryKey: ['clients'] });
        onDone();
      }}
    >
      <p className={styles.said}>
        <Trans>授权后，这个系统可以读取本局的统计数字。随时可以结束授权，立即生效。</Trans>
      </p>
      <TextField
        name="client_id"
        label={t`系统的编号`}
        required
        max={40}
        hint={t`本局接入的，或者上级教育局接入的系统。编号请向对方索取。`}
      />
    </SaveForm>
  );
}
