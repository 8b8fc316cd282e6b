import { Trans } from '@lingui/react/macro';
import type { MemberCountOut } from '@shared/api/gen';
import styles from './Coverage.module.css';

const fewest = 3;

/** Full members over the days that were counted. The table below says the same in numbers. */
export function CountLine({ counts }: { counts: readonly MemberCountOut[] }) {
  const points = counts
    .filter((count) => count.full_members !== null)
    .map((count) => ({ on: count.as_of_on, at: Date.parse(count.as_of_on), value: count.full_members ?? 0 }))
    .reverse();
  const [first] = points;
  const last = points.at(-1);
  if (points.length < fewest || !first || !last) return null;
  const most = Math.max(1, ...points.map((point) => point.value));
  const place = ({ at, value }: { at: number; value: number }) =>
    `${(100 * (at - first.at)) / (last.at - first.at)},${38 - (36 * value) / most}`;
  return (
    <figure>
      <figcaption className={styles.quiet}>
        <Trans>
          正式党员：{first.on} {first.value} 名，{last.on} {last.value} 名
        </Trans>
      </figcaption>
      <svg className={styles.line} viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points.map(place).join(' ')} vectorEffect="non-scaling-stroke" />
      </svg>
    </figure>
  );
}
