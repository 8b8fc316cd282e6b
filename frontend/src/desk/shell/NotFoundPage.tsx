import { PageHead } from '@desk/components/PageHead';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import styles from './NotFoundPage.module.css';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <main className={styles.page}>
      <PageHead title={<Trans>没有这个页面</Trans>} note={<Trans>网址可能写错了，或者页面已经移走。</Trans>} />
      <Link to="/">
        <Trans>回到今日首页</Trans>
      </Link>
    </main>
  );
}
