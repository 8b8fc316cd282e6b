import { Dialog } from '@desk/components/Dialog';
import { ChoiceField, DateField, TextField } from '@desk/components/FormFields';
import { filled } from '@desk/components/form-values';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { type CommunityOut, type ContactOut, changeCommunityContact, createCommunityContact } from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { type Strand, strandLabel } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './Communities.module.css';
import { contactsQuery } from './queries';
import { useOwnSchools } from './sides';

/** Who answers for a strand on either side; each side names its own. */
export function ContactLines({ community, strand }: { community: CommunityOut; strand: Strand }) {
  const { t, i18n } = useLingui();
  const query = useQuery(contactsQuery(community.id));
  const own = useOwnSchools(community);
  const [open, setOpen] = useState<'add' | ContactOut | null>(null);
  const contacts = query.data?.filter((contact) => contact.strand === strand || contact.strand === null) ?? [];
  const close = () => setOpen(null);
  const strandName = i18n._(strandLabel[strand]);
  return (
    <div>
      <div className={styles.line}>
        <strong>
          <Trans>负责人</Trans>
        </strong>
        {own.length > 0 && community.ends_on === null && (
          <Button size="small" aria-label={t`${strandName}：添加负责人`} onClick={() => setOpen('add')}>
            <Trans>添加</Trans>
          </Button>
        )}
      </div>
      <ul className={styles.lines}>
        {contacts.map((contact) => (
          <li key={contact.id} className={styles.line}>
            <span>
              {contact.name} <span className={styles.quiet}>{contact.duty}</span>
            </span>
            <span className={styles.quiet}>
              {contact.school_name}
              {own.some((school) => school.id === contact.school_id) && (
                <Button size="small" type="link" aria-label={t`${contact.name}：卸任`} onClick={() => setOpen(contact)}>
                  <Trans>卸任</Trans>
                </Button>
              )}
            </span>
          </li>
        ))}
        {query.data && contacts.length === 0 && (
          <li className={styles.quiet}>
            <Trans>还没有登记。</Trans>
          </li>
        )}
      </ul>
      <Dialog open={open === 'add'} title={t`添加${strandName}负责人`} onClose={close}>
        <AddContact community={community} strand={strand} schools={own} onDone={close} />
      </Dialog>
      <Dialog open={open !== null && open !== 'add'} title={t`卸任`} onClose={close}>
        {open !== null && open !== 'add' && <EndContact contact={open} onDone={close} />}
      </Dialog>
    </div>
  );
}

interface AddProps {
  community: CommunityOut;
  strand: Strand;
  schools: readonly { id: string; name: string }[];
  onDone: () => void;
}

function AddContact({ community, strand, schools, onDone }: AddProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<{ school_id: string; name: string; duty?: string | null }>
      initial={schools[0] ? { school_id: schools[0].id } : {}}
      submit={<Trans>添加</Trans>}
      onCancel={onDone}
      save={async (values) => {
        const body = { ...filled(values), community_id: community.id, strand };
        await createCommunityContact({ body, headers: idempotencyKey(key) });
        await queryClient.invalidateQueries({ queryKey: ['communities', 'contacts', community.id] });
        onDone();
      }}
    >
      <ChoiceField
        name="school_id"
        label={t`学校`}
        required
        choices={schools.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextField name="name" label={t`姓名`} required max={50} />
      <TextField name="duty" label={t`职务（选填）`} max={60} />
    </SaveForm>
  );
}

function EndContact({ contact, onDone }: { contact: ContactOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SaveForm<{ ended_on: string }>
      initial={{ ended_on: dateOf(new Date()) }}
      submit={<Trans>卸任</Trans>}
      onCancel={onDone}
      save={async (body, version) => {
        const headers = ifMatch(version ?? contact.version);
        await changeCommunityContact({ path: { id: contact.id }, body, headers });
        await queryClient.invalidateQueries({ queryKey: ['communities', 'contacts', contact.community_id] });
        onDone();
      }}
    >
      <DateField name="ended_on" label={t`最后一天`} required />
    </SaveForm>
  );
}
