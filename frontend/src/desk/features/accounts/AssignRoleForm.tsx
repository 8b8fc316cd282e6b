import { ChoiceField, DateField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { toast } from '@desk/components/toaster';
import { findOrganisations } from '@desk/features/organisations/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { createRoleAssignment, type Role } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { roleLabel } from '@shared/domain/roles';
import { dateOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { useState } from 'react';
import { useRoles } from './queries';

interface Fields {
  role: Role;
  organisation_id: string;
  starts_on: string;
  ends_on: string | null;
}

/** Gives an account a role at an organisation, from a day on. */
export function AssignRoleForm({ userId, onDone }: { userId: string; onDone: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const roles = useRoles();
  const [key] = useState(newId);
  return (
    <SaveForm<Fields>
      initial={{ starts_on: dateOf(new Date()) }}
      submit={<Trans>分配</Trans>}
      onCancel={onDone}
      save={async (values) => {
        await createRoleAssignment({ body: { user_id: userId, ...values }, headers: idempotencyKey(key) });
        await queryClient.invalidateQueries({ queryKey: ['accounts'] });
        toast(t`角色已分配，立即生效。`);
        onDone();
      }}
    >
      <ChoiceField
        name="role"
        label={t`角色`}
        required
        choices={roles.map(({ code }) => ({ value: code, label: i18n._(roleLabel[code]) }))}
      />
      <Form.Item noStyle dependencies={['role']}>
        {({ getFieldValue }) => {
          const role = roles.find(({ code }) => code === getFieldValue('role'));
          return role && <p className={fields.note}>{role.does}</p>;
        }}
      </Form.Item>
      <SearchSelect
        name="organisation_id"
        label={t`在哪个单位担任`}
        required
        searchKey="organisations"
        find={findOrganisations}
      />
      <div className={fields.pair}>
        <DateField name="starts_on" label={t`开始日期`} required />
        <DateField name="ends_on" label={t`最后一天`} hint={t`长期担任则留空。`} />
      </div>
    </SaveForm>
  );
}
