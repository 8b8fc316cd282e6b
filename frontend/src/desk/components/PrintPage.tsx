import { Trans } from '@lingui/react/macro';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import styles from './PrintPage.module.css';

interface Props {
  title: ReactNode;
  /** What was chosen (month, filters), so that paper says what it shows. */
  note?: ReactNode;
  children: ReactNode;
}

/** Something to be printed on A4: on paper it gets a title and what was chosen; bureau and time stand on every page. */
export function PrintPage({ title, note, children }: Props) {
  return (
    <div data-print-page="">
      <header className={styles.head}>
        <h1>{title}</h1>
        {note && <p>{note}</p>}
      </header>
      {children}
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
