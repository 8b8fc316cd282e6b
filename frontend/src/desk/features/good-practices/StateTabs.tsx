import { useListNavigation } from '@desk/components/list-search';
import { useLingui } from '@lingui/react/macro';
import { practiceLook } from '@shared/domain/good-practices';
import { Button } from 'antd';
import styles from './Practices.module.css';
import type { PracticeSearch } from './PracticesPage';

const tabs = ['published', 'proposed', 'draft', 'withdrawn'] as const;

/** What is on the board, and what is on its way there or was taken off. */
export function StateTabs({ search }: { search: PracticeSearch }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const chosen = search.returned ? 'draft' : (search.state ?? 'published');
  return (
    <nav className={styles.tabs} aria-label={t`按状态看`}>
      {tabs.map((state) => (
        <Button
          key={state}
          aria-pressed={state === chosen}
          type={state === chosen ? 'primary' : 'default'}
          onClick={() =>
            list.change({ state: state === 'published' ? undefined : state, returned: undefined, may: undefined })
          }
        >
          {i18n._(practiceLook[state].label)}
        </Button>
      ))}
    </nav>
  );
}
