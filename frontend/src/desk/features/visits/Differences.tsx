import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { contentLabel, type Difference } from './content';
import styles from './Differences.module.css';

interface Props {
  found: readonly Difference[];
  before: string;
  after: string;
  /** A button beside each difference. */
  choose?: (difference: Difference) => ReactNode;
}

/** What differs, side by side. */
export function Differences({ found, before, after, choose }: Props) {
  const { i18n } = useLingui();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
            {choose && <td />}
          </tr>
        </thead>
        <tbody>
          {found.map((difference) => (
            <tr key={difference.name}>
              <th scope="row">{i18n._(contentLabel[difference.name])}</th>
              <td data-label={before}>{difference.before || '—'}</td>
              <td data-label={after}>{difference.after || '—'}</td>
              {choose && <td>{choose(difference)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
