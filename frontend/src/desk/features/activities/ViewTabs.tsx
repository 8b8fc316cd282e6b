import { Trans } from '@lingui/react/macro';
import { monthOf } from '@shared/time/zone';
import { Button } from 'antd';
import styles from './Activities.module.css';

interface Props {
  month: string | undefined;
  onChange: (month: string | undefined) => void;
}

/** List or calendar of the same activities. */
export function ViewTabs({ month, onChange }: Props) {
  return (
    <div className={styles.tabs}>
      <Button aria-pressed={!month} type={month ? 'default' : 'primary'} onClick={() => onChange(undefined)}>
        <Trans>列表</Trans>
      </Button>
      <Button
        aria-pressed={Boolean(month)}
        type={month ? 'primary' : 'default'}
        onClick={() => onChange(monthOf(new Date()))}
      >
        <Trans>日历</Trans>
      </Button>
    </div>
  );
}
