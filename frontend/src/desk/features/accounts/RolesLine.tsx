import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import type { RoleOfUser } from '@shared/api/gen';
import { roleLabel } from '@shared/domain/roles';

/** The roles that an account holds today, each with its place. */
export function RolesLine({ roles }: { roles: readonly RoleOfUser[] }) {
  const { i18n } = useLingui();
  const active = roles.filter((held) => held.state === 'active');
  if (active.length === 0) return <Trans>没有角色</Trans>;
  return (
    <>
      {active.map((held) => (
        <div key={held.id}>
          {i18n._(roleLabel[held.role])} · {held.organisation_name}
        </div>
      ))}
    </>
  );
}
