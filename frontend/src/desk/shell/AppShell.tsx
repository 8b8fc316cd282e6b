import { Toaster } from '@desk/components/Toaster';
import { useMe } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Permission } from '@shared/api/gen';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './AppShell.module.css';
import { Brand } from './Brand';
import { GlobalSearch } from './GlobalSearch';
import { NavigationIcon } from './NavigationIcon';
import { placesFor } from './navigation';
import { PaperHead } from './PaperHead';
import { UserMenu } from './UserMenu';

/** Who may read one of these finds something by searching. */
const searchable: readonly Permission[] = ['organisations:read', 'people:read'];

/** The frame of every signed-in page: places on the left, the bureau, search and the person on top. */
export function AppShell({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place closes the drawer of narrow screens
  useEffect(() => setOpen(false), [path]);

  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !open) return;
      setOpen(false);
      opener.current?.focus();
    };
    document.addEventListener('keydown', closeOnEscape);
    return () => document.removeEventListener('keydown', closeOnEscape);
  }, [open]);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        <Trans>跳到正文</Trans>
      </a>
      <aside className={open ? `${styles.side} ${styles.open}` : styles.side}>
        <Link to="/" className={styles.home}>
          <Brand />
          <span className="visually-hidden">
            <Trans>回到今日首页</Trans>
          </span>
        </Link>
        <Navigation permissions={me.permissions} />
      </aside>
      {open && <button type="button" className={styles.veil} aria-label={t`关闭菜单`} onClick={() => setOpen(false)} />}
      <header className={styles.head}>
        <button
          ref={opener}
          type="button"
          className={styles.opener}
          aria-expanded={open}
          aria-label={open ? t`关闭菜单` : t`打开菜单`}
          onClick={() => setOpen(!open)}
        >
          <svg width="20" height="20" viewBox="0 0 20 20" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
            <path d="M3 5.5h14M3 10h14M3 14.500h14" strokeLinecap="round" />
          </svg>
        </button>
        <strong className={styles.bureau}>{me.bureau.name}</strong>
        {me.permissions.some((held) => searchable.includes(held)) && <GlobalSearch />}
        <UserMenu me={me} />
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <PaperHead me={me} />
        {children}
      </main>
      <Toaster />
    </div>
  );
}

function Navigation({ permissions }: { permissions: readonly Permission[] }) {
  const { t, i18n } = useLingui();
  return (
    <nav aria-label={t`主导航`}>
      <ul className={styles.places}>
        {placesFor(permissions).map((place) => (
          <li key={place.to}>
            <Link
              to={place.to}
              className={styles.place}
              activeOptions={{ exact: place.to === '/', includeSearch: false }}
            >
              <NavigationIcon name={place.icon} />
              {i18n._(place.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
