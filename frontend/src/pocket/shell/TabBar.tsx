import { useLingui } from '@lingui/react/macro';
import type { Permission } from '@shared/api/gen';
import { tabsFor } from '../pages';
import { Link } from '../router';
import styles from './TabBar.module.css';

/** Line drawings of the tabs on a 24 × 24 grid. */
const drawings: Record<string, string> = {
  institutions: 'M4 20h16M6 20V9l6-4 6 4v11M10 20v-5h4v5',
  activities: 'M5 6h14v13H5zM5 10h14M9 4v4M15 4v4M9 14.500l2 2 4-4',
  confirmations: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM8.500 12l2.500 2.500 4.500-4.500',
  records: 'M6 4h9l3 3v13H6zM9 11h6M9 15h6',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.5 3.700-5.5 7.5-5.500s6.700 2 7.5 5.5',
};

export function TabBar({ permissions }: { permissions: readonly Permission[] }) {
  const { t, i18n } = useLingui();
  return (
    <nav className={styles.bar} aria-label={t`主导航`}>
      {tabsFor(permissions).map(
        ({ path, tab }) =>
          tab && (
            <Link key={path} to={path} className={styles.tab}>
              <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
                <path d={drawings[tab.icon]} strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" />
              </svg>
              {i18n._(tab.label)}
            </Link>
          ),
      )}
    </nav>
  );
}
