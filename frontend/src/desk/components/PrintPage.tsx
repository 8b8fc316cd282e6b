import { Trans } from '@lingui/react/macro';
import { minuteOf } from '@shared/time/zone';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import styles from './PrintPage.module.css';

interface Props {
  title: ReactNode;
  /** What was chosen (month, filters), so that paper says what it shows. */
  note?: ReactNode;
  children: ReactNode;
}

/** Something to be printed on A4: on paper it gets a title, what was chosen and the time of printing. */
export function PrintPage({ title, note, children }: Props) {
  const printedAt = minuteOf(new Date());
  return (
    <div data-print-page="">
      <header className={styles.head}>
        <h1>{title}</h1>
        {note && <p>{note}</p>}
      </header>
      {children}
      <footer className={styles.foot}>
        <Trans>打印时间 {printedAt}</Trans>
      </footer>
    </div>
  );
}

export function PrintButton() {
  return (
    <Button onClick={() => window.print()}>
      <Trans>打印</Trans>
    </Button>
  );
}
