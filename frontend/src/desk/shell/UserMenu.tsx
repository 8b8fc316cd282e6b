import { Trans, useLingui } from '@lingui/react/macro';
import { deleteCurrentSession, type Me } from '@shared/api/gen';
import { roleLabel } from '@shared/domain/roles';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { LanguageSwitch } from './LanguageSwitch';
import styles from './UserMenu.module.css';

/** The signed-in person: name, roles, password, sign out. A native popover: closes by itself, works by keyboard. */
export function UserMenu({ me }: { me: Me }) {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const menu = useRef<HTMLDivElement>(null);
  const signOut = useMutation({
    mutationFn: () => deleteCurrentSession(),
    onSuccess: async () => {
      // Nothing that was read in this session may stay behind in the browser.
      await navigate({ to: '/sign-in' });
      queryClient.clear();
    },
  });
  const name = me.user.name;
  return (
    <div className={styles.anchor}>
      <button type="button" className={styles.person} popoverTarget="user-menu">
        <span className="visually-hidden">
          <Trans>我的账号</Trans>
        </span>
        <span className={styles.initial} aria-hidden="true">
          {name.slice(0, 1)}
        </span>
        <span className={styles.name}>{name}</span>
      </button>
      <div ref={menu} id="user-menu" popover="auto" className={styles.menu}>
        <p className={styles.who}>
          <strong>{name}</strong>
          <span>{me.user.username}</span>
        </p>
        <ul className={styles.roles}>
          {me.roles.map((held) => (
            <li key={`${held.role} ${held.organisation_id}`}>
              {i18n._(roleLabel[held.role])} · {held.organisation_name}
            </li>
          ))}
        </ul>
        <Link to="/password" className={styles.item} onClick={() => menu.current?.hidePopover()}>
          <Trans>修改密码</Trans>
        </Link>
        <Link to="/sign-ins" className={styles.item} onClick={() => menu.current?.hidePopover()}>
          <Trans>登录的设备</Trans>
        </Link>
        <a className={styles.item} href="/m/">
          <Trans>打开手机版</Trans>
        </a>
        <button type="button" className={styles.item} disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          <Trans>退出登录</Trans>
        </button>
        {signOut.isError && (
          <p role="alert" className={styles.refusal}>
            <Trans>没有退出成功，请检查网络后再试。</Trans>
          </p>
        )}
        <LanguageSwitch />
      </div>
    </div>
  );
}
