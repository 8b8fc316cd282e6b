import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/Button';
import { PhotoField } from '../../ui/PhotoField';
import { whereAmI } from '../institutions/whereAmI';
import styles from './Attachments.module.css';
import type { VisitDraft } from './drafts';

interface Props {
  draft: VisitDraft;
  onChange: (changed: Partial<VisitDraft>) => void;
}

/** Photos and one position: offered, never asked for twice, and nothing hangs on them. */
export function Attachments({ draft, onChange }: Props) {
  const { t } = useLingui();
  const [note, setNote] = useState('');

  const attachPosition = async () => {
    setNote(t`正在读取位置…`);
    const here = await whereAmI();
    setNote(here ? '' : t`没有取得位置，不影响提交。`);
    if (!here) return;
    const { longitude, latitude, accuracy } = here;
    onChange({ position: { longitude, latitude, accuracy_m: Math.round(accuracy), datum: 'wgs84' } });
  };

  return (
    <div className={styles.attachments}>
      <PhotoField photos={draft.photos} onChange={(photos) => onChange({ photos })} />
      {draft.position ? (
        <p className={styles.line}>
          <Trans>已附上位置（误差约 {draft.position.accuracy_m} 米）</Trans>
          <Button look="text" onClick={() => onChange({ position: null })}>
            <Trans>去掉</Trans>
          </Button>
        </p>
      ) : (
        <Button onClick={attachPosition}>
          <Trans>附上现在的位置</Trans>
        </Button>
      )}
      <p role="status">{note}</p>
    </div>
  );
}
