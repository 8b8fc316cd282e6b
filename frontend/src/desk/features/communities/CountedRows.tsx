import { ErrorPanel } from '@desk/components/ErrorPanel';
import { HrefLink } from '@desk/components/HrefLink';
import { Loading } from '@desk/components/Loading';
import { Trans, useLingui } from '@lingui/react/macro';
import type { CommunityTarget } from '@shared/api/gen';
import { measureLabel } from '@shared/domain/communities';
import { useQuery } from '@tanstack/react-query';
import styles from './Communities.module.css';
import { progressQuery } from './queries';

export type CountedTarget = Pick<CommunityTarget, 'id' | 'measure' | 'school_name'>;

/** The rows that a target counts, each opening its own page. */
export function CountedRows({ target }: { target: CountedTarget }) {
  const { i18n } = useLingui();
  const query = useQuery(progressQuery(target.id));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const { rows } = query.data;
  return (
    <>
      <p className={styles.quiet}>
        {i18n._(measureLabel[target.measure])} · {target.school_name}
      </p>
      {rows.length === 0 && (
        <p>
          <Trans>这段时间内还没有记录。</Trans>
        </p>
      )}
      <ul className={styles.lines}>
        {rows.map((row) => (
          <li key={row.id} className={styles.line}>
            {row.label ? <HrefLink href={row.href}>{row.label}</HrefLink> : <Trans>（姓名由学校保管）</Trans>}
            <span className={styles.quiet}>{row.on}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
