import { useLingui } from '@lingui/react/macro';
import { Button } from 'antd';

interface Props {
  /** Which entry is meant, for who does not see the line. */
  of: string;
  onCorrect: () => void;
  onWithdraw: () => void;
}

/** On a line of the history: it is put right, or taken out. */
export function EntryDeeds({ of, onCorrect, onWithdraw }: Props) {
  const { t } = useLingui();
  return (
    <>
      <Button size="small" aria-label={t`更正：${of}`} onClick={onCorrect}>{t`更正`}</Button>
      <Button size="small" type="text" aria-label={t`撤销这条：${of}`} onClick={onWithdraw}>{t`撤销这条`}</Button>
    </>
  );
}
