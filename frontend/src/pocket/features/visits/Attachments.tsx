import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { newId } from '@shared/api/writes';
import { type ChangeEvent, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
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
  // The input stays mounted while the camera is open; on cheap phones the page may otherwise forget what was asked.
  const input = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState('');

  const add = (event: ChangeEvent<HTMLInputElement>) => {
    const files = Array.from(event.currentTarget.files ?? []);
    event.currentTarget.value = '';
    const added = files.map((file) => ({ id: newId(), name: file.name, file, sent: false }));
    onChange({ photos: [...draft.photos, ...added] });
  };
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
      <input ref={input} type="file" accept="image/*" multiple hidden onChange={add} />
      <Button onClick={() => input.current?.click()}>
        <Trans>添加照片</Trans>
      </Button>
      {draft.photos.length > 0 && (
        <p className={styles.line}>
          <Plural value={draft.photos.length} other="# 张照片" />
          <Button look="text" onClick={() => onChange({ photos: draft.photos.filter((photo) => photo.sent) })}>
            <Trans>去掉</Trans>
          </Button>
        </p>
      )}
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
