import { Trans } from '@lingui/react/macro';
import type { ImportOut } from '@shared/api/gen';
import styles from './ImportPage.module.css';
import { isUnderWay } from './queries';

/** Where the import stands on its way, with progress while the service is at work. */
export function ImportSteps({ found }: { found: ImportOut }) {
  const now = stepOf(found.status);
  const { done, total } = found.progress;
  const names = [
    <Trans key="upload">上传</Trans>,
    <Trans key="check">检查</Trans>,
    <Trans key="look">核对</Trans>,
    <Trans key="write">写入</Trans>,
  ];
  return (
    <>
      <ol className={styles.steps}>
        {names.map((name, index) => (
          <li
            key={name.key}
            className={styles.step}
            data-state={index < now ? 'past' : 'coming'}
            aria-current={index === now ? 'step' : undefined}
          >
            <span>{index < now ? '✓' : index + 1}</span>
            {name}
          </li>
        ))}
      </ol>
      {isUnderWay(found) && (
        <div className={styles.progress} role="status">
          {total > 0 ? (
            <Trans>
              已处理 {done} 行，共 {total} 行。可以离开此页，稍后在「导入」里找到。
            </Trans>
          ) : (
            <Trans>正在打开文件。可以离开此页，稍后在「导入」里找到。</Trans>
          )}
          <progress {...(total > 0 ? { value: done, max: total } : {})} aria-hidden="true" />
        </div>
      )}
    </>
  );
}

function stepOf(status: ImportOut['status']): number {
  if (status === 'validating' || status === 'rejected') return 1;
  if (status === 'ready') return 2;
  return status === 'applied' ? 4 : 3;
}
