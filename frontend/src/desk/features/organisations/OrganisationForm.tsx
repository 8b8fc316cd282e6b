import { ChoiceField, CountField, DateField, TextField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  changeOrganisation,
  createOrganisation,
  type OrganisationCreate,
  type OrganisationOut,
  type OrganisationPatch,
} from '@shared/api/gen';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import {
  institutionKinds,
  type OrganisationKind,
  organisationKindLabel,
  ownershipLabel,
} from '@shared/domain/organisations';
import { useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { useState } from 'react';
import { useSections } from './queries';

interface Props {
  /** The organisation to change; without it a new one is made. */
  organisation?: OrganisationOut;
  onDone: (saved: OrganisationOut) => void;
  onCancel: () => void;
}

const creatable: readonly OrganisationKind[] = ['kindergarten', 'school', 'training', 'unit', 'section'];

/** Makes an organisation, or changes what is known of one. Its name changes by `RenameForm` only. */
export function OrganisationForm({ organisation, onDone, onCancel }: Props) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const sections = useSections();
  const [key] = useState(newId);
  const labels = {
    kind: t`类别`,
    ownership: t`办学性质`,
    section_id: t`归口股室`,
    address: t`地址`,
    head_name: t`负责人`,
    staff_count: t`教职工人数`,
    permit_number: t`办学许可证号`,
    permit_valid_until_on: t`许可证有效期至`,
    full_members: t`正式党员数`,
    probationary_members: t`预备党员数`,
    members_as_of_on: t`党员数统计日期`,
    joined_on: t`加入日期`,
  };

  const save = async (values: OrganisationCreate, version: number | null) => {
    const saved = organisation
      ? await changeOrganisation({
          path: { id: organisation.id },
          body: changesOf(organisation, values),
          headers: ifMatch(version ?? organisation.version),
        })
      : await createOrganisation({ body: values, headers: idempotencyKey(key) });
    await queryClient.invalidateQueries({ queryKey: ['organisations'] });
    onDone(saved);
  };

  return (
    <SaveForm<OrganisationCreate>
      initial={organisation ? initialOf(organisation) : { kind: 'kindergarten', ownership: 'private' }}
      save={save}
      submit={<Trans>保存</Trans>}
      onCancel={onCancel}
      labels={labels}
    >
      {!organisation && <TextField name="name" label={t`名称`} required />}
      <div className={fields.pair}>
        <ChoiceField
          name="kind"
          label={labels.kind}
          required
          disabled={organisation !== undefined && !institutionKinds.includes(organisation.kind)}
          choices={(organisation ? institutionKinds : creatable).map((kind) => ({
            value: kind,
            label: i18n._(organisationKindLabel[kind]),
          }))}
        />
        <Form.Item noStyle dependencies={['kind']}>
          {({ getFieldValue }) =>
            institutionKinds.includes(getFieldValue('kind')) && (
              <ChoiceField
                name="ownership"
                label={labels.ownership}
                required
                choices={Object.entries(ownershipLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
              />
            )
          }
        </Form.Item>
        <ChoiceField
          name="section_id"
          label={labels.section_id}
          none={t`没有`}
          choices={sections.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <DateField name="joined_on" label={labels.joined_on} />
      </div>
      <TextField name="address" label={labels.address} max={200} />
      <div className={fields.pair}>
        <TextField name="head_name" label={labels.head_name} max={50} />
        <CountField name="staff_count" label={labels.staff_count} />
        <CountField name="full_members" label={labels.full_members} />
        <CountField name="probationary_members" label={labels.probationary_members} />
        <DateField name="members_as_of_on" label={labels.members_as_of_on} />
        <TextField name="permit_number" label={labels.permit_number} max={60} />
        <DateField name="permit_valid_until_on" label={labels.permit_valid_until_on} />
      </div>
    </SaveForm>
  );
}

function initialOf(organisation: OrganisationOut): Partial<OrganisationCreate> {
  const { name: _name, kind, ownership, section_id, address, head_name, staff_count, ...rest } = organisation;
  const { permit_number, permit_valid_until_on, full_members, probationary_members, members_as_of_on, joined_on } =
    rest;
  const identity = { kind, ownership, section_id, address, head_name, staff_count };
  const counts = { full_members, probationary_members, members_as_of_on };
  return { ...identity, ...counts, permit_number, permit_valid_until_on, joined_on };
}

/** Only what differs is sent, so that nothing is overwritten that this form did not touch. */
function changesOf(organisation: OrganisationOut, values: OrganisationCreate): OrganisationPatch {
  const before = initialOf(organisation) as Record<string, unknown>;
  const changed = Object.entries(values).filter(([name, value]) => value !== (before[name] ?? null));
  return Object.fromEntries(changed) as OrganisationPatch;
}
