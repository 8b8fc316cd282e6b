import { Mark } from '@desk/components/Mark';
import lines from '@desk/features/organisations/OrganisationPage.module.css';
import { Trans, useLingui } from '@lingui/react/macro';
import type { RoleOfUser } from '@shared/api/gen';
import { assignmentStateLook } from '@shared/domain/accounts';
import { roleLabel } from '@shared/domain/roles';
import { Button } from 'antd';

interface Props {
  roles: readonly RoleOfUser[];
  /** Asks to end one; without it the list is only shown. */
  onEnd?: ((held: RoleOfUser) => void) | undefined;
}

/** The roles of an account, past ones too. */
export function RoleList({ roles, onEnd }: Props) {
  const { t, i18n } = useLingui();
  if (roles.length === 0) {
    return (
      <p className={lines.nothing}>
        <Trans>还没有角色。没有角色的账号能登录，但什么也看不到。</Trans>
      </p>
    );
  }
  return (
    <ul className={lines.lines}>
      {roles.map((held) => {
        const name = i18n._(roleLabel[held.role]);
        return (
          <li key={held.id}>
            <strong>{name}</strong>
            {held.organisation_name}
            <Mark look={assignmentStateLook[held.state]} />
            <span className={lines.quiet}>
              {held.ends_on ? (
                <Trans>
                  {held.starts_on} 至 {held.ends_on}
                </Trans>
              ) : (
                <Trans>自 {held.starts_on} 起</Trans>
              )}
            </span>
            {onEnd && held.state !== 'ended' && (
              <Button
                size="small"
                onClick={() => onEnd(held)}
                aria-label={t`结束在${held.organisation_name}的${name}角色`}
              >
                <Trans>结束</Trans>
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
