import { Plural, Trans } from '@lingui/react/macro';
import { asProblem } from '@shared/api/problem';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import styles from './paper.module.css';
import { useProblemWords } from './problem-words';

/** More than this nobody wants on paper; a workbook holds them all. */
const mostOnPaper = 2000;

/** A list on paper is the whole list, not the page on the screen. */
export interface WholeList<Row> {
  /** Every row that the filters on the screen leave, in the order on the screen. */
  whole: (() => Promise<Row[]>) | undefined;
  total: { value: number; capped: boolean } | null;
}

interface Paper<Row> {
  /** All rows, for as long as they are being printed. */
  rows: Row[] | null;
  /** Above the rows: the button and what stood in the way, on paper how many there are. */
  head: ReactNode;
}

/** Prints a list as a ledger: reads it to its end, shows it, and asks the browser for paper. */
export function usePaper<Row>({ whole, total }: WholeList<Row>): Paper<Row> {
  const words = useProblemWords();
  const [rows, setRows] = useState<Row[] | null>(null);
  const reading = useMutation({ mutationFn: async () => setRows((await whole?.()) ?? []) });
  useEffect(() => {
    if (!rows) return;
    const over = () => setRows(null);
    window.addEventListener('afterprint', over);
    window.print();
    return () => window.removeEventListener('afterprint', over);
  }, [rows]);
  if (!whole) return { rows: null, head: null };
  const tooMany = total !== null && (total.capped || total.value > mostOnPaper);
  const problem = reading.isError ? words(asProblem(reading.error)) : null;
  const button = tooMany ? (
    <p className={styles.aside}>
      <Trans>条数太多，先筛选再打印，或用「导出 Excel」。</Trans>
    </p>
  ) : (
    <div>
      {problem && (
        <span role="alert" className={styles.aside}>
          {problem.what} {problem.now}
        </span>
      )}
      <button type="button" className={styles.print} disabled={reading.isPending} onClick={() => reading.mutate()}>
        <Trans>打印台账</Trans>
      </button>
    </div>
  );
  const count = rows?.length ?? 0;
  const head = (
    <>
      {rows && (
        <p className={styles.count}>
          <Plural value={count} other="共 # 条" />
        </p>
      )}
      {button}
    </>
  );
  return { rows, head };
}
