import { ErrorPanel } from '@desk/components/ErrorPanel';
import { DateField, TextField } from '@desk/components/FormFields';
import { HrefLink } from '@desk/components/HrefLink';
import { Loading } from '@desk/components/Loading';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ClosingItemOut, type CommunityOut, dissolveCommunity } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from './Communities.module.css';
import { checklistQuery, refreshCommunities } from './queries';

/** Dissolves a community after everything that ends with it was looked at. */
export function DissolveForm({ community, onDone }: { community: CommunityOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const query = useQuery(checklistQuery(community.id));
  const [confirmed, setConfirmed] = useState<ClosingItemOut['code'][]>([]);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const toggle = (code: ClosingItemOut['code']) =>
    setConfirmed(confirmed.includes(code) ? confirmed.filter((one) => one !== code) : [...confirmed, code]);
  return (
    <SaveForm<{ ends_on: string; reason: string }>
      initial={{ ends_on: dateOf(new Date()) }}
      submit={<Trans>解除共同体</Trans>}
      onCancel={onDone}
      save={async (body, version) => {
        const headers = ifMatch(version ?? community.version);
        await dissolveCommunity({ path: { id: community.id }, body: { ...body, confirmed }, headers });
        await refreshCommunities(queryClient);
        toast(t`已解除，记录都保留。`);
        onDone();
      }}
    >
      <p>
        <Trans>下面这些会一起结束。请逐项核对后打勾；已有的记录和材料都保留。</Trans>
      </p>
      <fieldset className={styles.checks}>
        <legend className="visually-hidden">
          <Trans>一起结束的事项</Trans>
        </legend>
        {query.data.items.map((item) => (
          <label key={item.code} className={styles.check}>
            <input type="checkbox" checked={confirmed.includes(item.code)} onChange={() => toggle(item.code)} />
            <span>
              {item.label} · <HrefLink href={item.href}>{item.count}</HrefLink>
            </span>
          </label>
        ))}
      </fieldset>
      <DateField name="ends_on" label={t`最后一天`} required />
      <TextField name="reason" label={t`解除原因`} required max={300} />
    </SaveForm>
  );
}
