import { ErrorPanel } from '@desk/components/ErrorPanel';
import { DateField, TextField } from '@desk/components/FormFields';
import { HrefLink } from '@desk/components/HrefLink';
import { Loading } from '@desk/components/Loading';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ClosingItemOut, type CommunityOut, completeCommunity, dissolveCommunity } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { useState } from 'react';
import styles from './Communities.module.css';
import { checklistQuery, refreshCommunities } from './queries';

const closes = { dissolve: dissolveCommunity, complete: completeCommunity };

interface Props {
  deed: 'dissolve' | 'complete';
  community: CommunityOut;
  onDone: () => void;
}

/** Ends a community, early or when its term is over, after everything that ends with it was looked at. */
export function ClosingForm({ deed, community, onDone }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [confirmed, setConfirmed] = useState<ClosingItemOut['code'][]>([]);
  const toggle = (code: ClosingItemOut['code']) =>
    setConfirmed(confirmed.includes(code) ? confirmed.filter((one) => one !== code) : [...confirmed, code]);
  return (
    <SaveForm<{ ends_on: string; reason: string }>
      initial={{ ends_on: dateOf(new Date()) }}
      submit={deed === 'dissolve' ? <Trans>解除共同体</Trans> : <Trans>结束</Trans>}
      onCancel={onDone}
      save={async (body, version) => {
        const headers = ifMatch(version ?? community.version);
        await closes[deed]({ path: { id: community.id }, body: { ...body, confirmed }, headers });
        await refreshCommunities(queryClient);
        toast(deed === 'dissolve' ? t`已解除，记录都保留。` : t`已结束，记录都保留。`);
        onDone();
      }}
    >
      {(form) => (
        <>
          <DateField name="ends_on" label={t`最后一天`} required />
          <TextField
            name="reason"
            label={deed === 'dissolve' ? t`解除原因` : t`结束原因`}
            required
            max={300}
            {...(deed === 'complete' && { hint: t`例如：三年帮扶期满` })}
          />
          <Form.Item noStyle dependencies={['ends_on']}>
            {() => (
              <Checks
                deed={deed}
                id={community.id}
                endsOn={form.getFieldValue('ends_on')}
                confirmed={confirmed}
                onToggle={toggle}
              />
            )}
          </Form.Item>
        </>
      )}
    </SaveForm>
  );
}

interface ChecksProps {
  deed: Props['deed'];
  id: string;
  endsOn: string;
  confirmed: ClosingItemOut['code'][];
  onToggle: (code: ClosingItemOut['code']) => void;
}

/** What ends on the chosen day. Activities have a list of their own to open; the rest stands on the community's page. */
function Checks({ deed, id, endsOn, confirmed, onToggle }: ChecksProps) {
  const today = dateOf(new Date());
  const query = useQuery(checklistQuery(id, deed, endsOn && endsOn < today ? endsOn : today));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0) return null;
  return (
    <>
      <p>
        <Trans>下面这些会一起结束。请逐项核对后打勾；已有的记录和材料都保留。</Trans>
      </p>
      <fieldset className={styles.checks}>
        <legend className="visually-hidden">
          <Trans>一起结束的事项</Trans>
        </legend>
        {query.data.items.map((item) => (
          <label key={item.code} className={styles.check}>
            <input type="checkbox" checked={confirmed.includes(item.code)} onChange={() => onToggle(item.code)} />
            <span>
              {item.label} ·{' '}
              {item.href.startsWith('/api/v1/activities') ? (
                <HrefLink href={item.href}>{item.count}</HrefLink>
              ) : (
                item.count
              )}
            </span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
