import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from 'antd';
import styles from './DataTable.module.css';
import type { ListNavigation } from './list-search';

interface CountProps {
  shown: number;
  total: { value: number; capped: boolean } | null;
}

/** How many there are, and how many of them stand on this page. */
export function Count({ shown, total }: CountProps) {
  const count = total?.value ?? shown;
  return (
    <p className={styles.count} role="status">
      {total?.capped ? (
        <Trans>
          共 {count} 条以上，本页 {shown} 条
        </Trans>
      ) : count > shown ? (
        <Trans>
          共 {count} 条，本页 {shown} 条
        </Trans>
      ) : (
        <Plural value={count} other="共 # 条" />
      )}
    </p>
  );
}

interface PagerProps {
  nextCursor: string | null;
  isFirst: boolean;
  list: ListNavigation;
}

/** The way to the next and the previous page; nothing when all stands on one. */
export function Pager({ nextCursor, isFirst, list }: PagerProps) {
  const { t } = useLingui();
  if (!nextCursor && isFirst) return null;
  return (
    <nav className={styles.pages} aria-label={t`翻页`}>
      {!isFirst && (
        <Button onClick={list.first}>
          <Trans>回到第一页</Trans>
        </Button>
      )}
      {list.previous && (
        <Button onClick={list.previous}>
          <Trans>上一页</Trans>
        </Button>
      )}
      {nextCursor && (
        <Button onClick={() => list.next(nextCursor)}>
          <Trans>下一页</Trans>
        </Button>
      )}
    </nav>
  );
}
