import { DateField, TextField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { filled } from '@desk/components/form-values';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { findOrganisations } from '@desk/features/organisations/queries';
import { findInstitutions } from '@desk/features/visits/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { type CommunityOut, changeCommunity, createCommunity } from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshCommunities } from './queries';
import { besideSchool } from './refusals';

interface Fields {
  name: string;
  lead_school_id: string;
  school_id: string;
  starts_on: string;
  document_number?: string | null;
  agreement_signed_on?: string | null;
}

function findPublicSchools(q: string, signal: AbortSignal) {
  return findOrganisations(q, signal, { ownership: 'public' });
}

/** Founds a community as a draft, with its first supported school; others join on its page. */
export function CommunityForm({ onDone, onCancel }: { onDone: (id: string) => void; onCancel: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<Fields>
      initial={{ starts_on: dateOf(new Date()) }}
      submit={<Trans>存为草稿</Trans>}
      onCancel={onCancel}
      save={async ({ school_id, ...body }) => {
        const made = await besideSchool(() =>
          createCommunity({ body: { ...filled(body), schools: [{ school_id }] }, headers: idempotencyKey(key) }),
        );
        await refreshCommunities(queryClient);
        onDone(made.id);
      }}
    >
      <TextField name="name" label={t`名称`} required hint={t`例如：桥山中学—兴华学校帮扶共同体`} />
      <SearchSelect
        name="lead_school_id"
        label={t`帮建学校（公办）`}
        required
        searchKey="public-schools"
        find={findPublicSchools}
      />
      <SearchSelect
        name="school_id"
        label={t`结对学校（民办）`}
        required
        searchKey="institutions"
        find={findInstitutions}
      />
      <div className={fields.pair}>
        <DateField name="starts_on" label={t`开始日期`} required />
        <DateField name="agreement_signed_on" label={t`协议签订日期（选填）`} />
      </div>
      <TextField name="document_number" label={t`文号（选填）`} max={60} />
    </SaveForm>
  );
}

/** Puts a community's name and papers right; a draft's first day too. */
export function CommunityPapersForm({ community, onDone }: { community: CommunityOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const isDraft = community.state === 'draft';
  return (
    <SaveForm<Omit<Fields, 'lead_school_id' | 'school_id'>>
      initial={community}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      labels={{ name: t`名称`, starts_on: t`开始日期`, document_number: t`文号`, agreement_signed_on: t`协议签订日期` }}
      save={async (body, version) => {
        await changeCommunity({ path: { id: community.id }, body, headers: ifMatch(version ?? community.version) });
        await refreshCommunities(queryClient);
        onDone();
      }}
    >
      <TextField name="name" label={t`名称`} required />
      {isDraft && <DateField name="starts_on" label={t`开始日期`} required />}
      <DateField name="agreement_signed_on" label={t`协议签订日期（选填）`} />
      <TextField name="document_number" label={t`文号（选填）`} max={60} />
    </SaveForm>
  );
}
