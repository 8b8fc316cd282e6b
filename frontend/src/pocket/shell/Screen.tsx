import { Trans } from '@lingui/react/macro';
import type { Permission } from '@shared/api/gen';
import { useEffect, useState } from 'react';
import { mayOpen, type Page, type PageComponent, pages, tabsFor } from '../pages';
import { match, navigate, usePath } from '../router';
import { Button } from '../ui/Button';
import { Panel } from '../ui/Panel';
import { TopBar } from '../ui/TopBar';
import styles from './Screen.module.css';

type Loaded = { page: Page; component: PageComponent } | { page: Page; failed: true } | null;

/** The page of the current path, fetched when it is first opened. */
export function Screen({ permissions }: { permissions: readonly Permission[] }) {
  const path = usePath();
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded>(null);
  const page = pages.find((candidate) => match(candidate.path, path));
  const home = tabsFor(permissions)[0]?.path;

  // The bare address is everybody's; each begins with the first of their own tabs.
  const lost = !page || (path === '/' && !mayOpen(page, permissions));

  useEffect(() => {
    if (lost && home) navigate(home, { replace: true });
  }, [lost, home]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt fetches the same page again
  useEffect(() => {
    if (!page || !mayOpen(page, permissions)) return;
    let left = false;
    page.load().then(
      (component) => left || setLoaded({ page, component }),
      () => left || setLoaded({ page, failed: true }),
    );
    return () => {
      left = true;
    };
  }, [page, permissions, attempt]);

  if (page && !lost && !mayOpen(page, permissions)) {
    return (
      <main className={styles.screen}>
        <TopBar title={<Trans>没有权限</Trans>} />
        <Panel look="empty" title={<Trans>您的账号不能打开这一页</Trans>}>
          <Trans>下面是您能用的页面。需要的话，请联系党委办。</Trans>
        </Panel>
      </main>
    );
  }
  if (!page || loaded?.page !== page) return <main className={styles.screen} aria-busy="true" />;
  if ('failed' in loaded) {
    return (
      <main className={styles.screen}>
        <Panel
          look="error"
          title={<Trans>页面没有打开</Trans>}
          action={
            <Button onClick={() => setAttempt(attempt + 1)}>
              <Trans>重试</Trans>
            </Button>
          }
        >
          <Trans>网络不通。已保存在手机里的内容不受影响。</Trans>
        </Panel>
      </main>
    );
  }
  const Component = loaded.component;
  return (
    <main className={styles.screen}>
      <Component params={match(page.path, path) ?? {}} />
    </main>
  );
}
