import { Card } from '@desk/components/Card';
import { useMe } from '@desk/features/session/queries';
import { placesFor } from '@desk/shell/navigation';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Role } from '@shared/api/gen';
import { Link } from '@tanstack/react-router';
import styles from './TodayPage.module.css';

/** Roles whose own work has no page here; said plainly, so that nobody looks for it. */
const withoutPages: Partial<Record<Role, MessageDescriptor>> = {
  inspector: msg`督查还没有在这里开通，您现在没有要填写或查看的内容。`,
  teacher: msg`结对帮扶记录还没有在这里开通，您现在没有要填写的内容。`,
};

/** For who has no to-dos here: what the account opens, and what is found there. */
export function YourPlaces() {
  const { i18n } = useLingui();
  const me = useMe();
  const notices = me.roles.flatMap(({ role }) => withoutPages[role] ?? []);
  const places = placesFor(me.permissions).filter(({ to }) => to !== '/');
  return (
    <Card heading={<Trans>您的账号可以打开</Trans>}>
      {notices.map((notice) => (
        <p key={notice.id} className={styles.notice}>
          {i18n._(notice)}
        </p>
      ))}
      <ul className={styles.places}>
        {places.map((place) => (
          <li key={place.to}>
            <Link to={place.to}>{i18n._(place.label)}</Link>
            <span>{i18n._(place.what)}</span>
          </li>
        ))}
        <li>
          <Link to="/sign-ins">
            <Trans>登录的设备</Trans>
          </Link>
          <span>
            <Trans>您的账号登录在哪些浏览器里</Trans>
          </span>
        </li>
        <li>
          <Link to="/password">
            <Trans>修改密码</Trans>
          </Link>
          <span>
            <Trans>换一个新密码</Trans>
          </span>
        </li>
      </ul>
    </Card>
  );
}
