import { ChoiceField } from '@desk/components/FormFields';
import { Question } from '@desk/components/Question';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  createOauthClientSecret,
  disableOauthClient,
  type OauthClientOpened,
  type OauthClientOut,
} from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from './Clients.module.css';

interface SecretProps {
  client: OauthClientOut;
  onCancel: () => void;
  onOpened: (opened: OauthClientOpened) => void;
}

/** A new secret; how long the present one goes on is the question. */
export function SecretForm({ client, onCancel, onOpened }: SecretProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<{ hours: string }>
      initial={{ hours: '24' }}
      submit={<Trans>换密钥</Trans>}
      onCancel={onCancel}
      save={async ({ hours }, version) => {
        const opened = await createOauthClientSecret({
          path: { id: client.id },
          body: { previous_holds_hours: Number(hours) },
          headers: { ...ifMatch(version ?? client.version), ...idempotencyKey(key) },
        });
        await queryClient.invalidateQueries({ queryKey: ['clients'] });
        onOpened(opened);
      }}
    >
      <p className={styles.said}>
        <Trans>新密钥只显示一次。</Trans>
      </p>
      <ChoiceField
        name="hours"
        label={t`原来的密钥`}
        required
        choices={[
          { value: '24', label: t`再用一天，让对方换好` },
          { value: '168', label: t`再用七天` },
          { value: '0', label: t`立即失效（密钥泄露时）` },
        ]}
      />
    </SaveForm>
  );
}

/** Before closing a client for good. */
export function DisableQuestion({ client, onDone }: { client: OauthClientOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <Question
      danger
      answer={<Trans>停用</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        await disableOauthClient({ path: { id: client.id }, headers: ifMatch(client.version) });
        await queryClient.invalidateQueries({ queryKey: ['clients'] });
        toast(t`已停用。`);
        onDone();
      }}
    >
      <Trans>停用后立即读不到任何数字，密钥全部作废，不能再启用。需要时请重新接入。</Trans>
    </Question>
  );
}
