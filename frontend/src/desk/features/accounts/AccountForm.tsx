import { TextField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { SearchSelect } from '@desk/components/SearchSelect';
import { findPeople } from '@desk/features/people/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { createUser, type UserCreate, type UserOpened } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { SlipSheet } from './SlipSheet';

/** Opens one account. It gets no password: its holder sets one with the code on the slip shown afterwards. */
export function AccountForm({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const [opened, setOpened] = useState<UserOpened | null>(null);
  if (opened) {
    return (
      <>
        <SlipSheet slips={[{ ...opened.activation, name: opened.name, username: opened.username }]} />
        <p>
          <Trans>
            接着请给这个账号
            <Link to="/accounts/$id" params={{ id: opened.id }}>
              分配角色
            </Link>
            ，没有角色的账号什么也看不到。
          </Trans>
        </p>
      </>
    );
  }
  return (
    <SaveForm<UserCreate>
      initial={{}}
      submit={<Trans>开通账号</Trans>}
      onCancel={onClose}
      save={async (body) => {
        setOpened(await createUser({ body, headers: idempotencyKey(key) }));
        await queryClient.invalidateQueries({ queryKey: ['accounts'] });
      }}
    >
      {(form) => (
        <>
          <SearchSelect
            name="person_id"
            label={t`人员`}
            searchKey="people"
            find={findPeople}
            onPicked={(person) => person && form.setFieldValue('name', person.name)}
          />
          <TextField
            name="name"
            label={t`姓名`}
            max={50}
            hint={t`不属于登记人员的账号（例如系统管理员）在这里填写姓名。`}
          />
          <TextField
            name="username"
            label={t`登录名`}
            max={40}
            hint={t`留空则用姓名的拼音。3 到 40 个小写字母、数字、点、下划线或短横线。`}
          />
        </>
      )}
    </SaveForm>
  );
}
