import { Plural, Trans } from '@lingui/react/macro';
import { newId } from '@shared/api/writes';
import { type ChangeEvent, useRef } from 'react';
import type { Photo } from '../store';
import { Button } from './Button';
import styles from './PhotoField.module.css';

interface Props {
  photos: readonly Photo[];
  onChange: (photos: Photo[]) => void;
}

/** Photos: offered, never asked for twice, and nothing hangs on them. */
export function PhotoField({ photos, onChange }: Props) {
  // The input stays mounted while the camera is open; on cheap phones the page may otherwise forget what was asked.
  const input = useRef<HTMLInputElement>(null);
  const add = (event: ChangeEvent<HTMLInputElement>) => {
    const files = Array.from(event.currentTarget.files ?? []);
    event.currentTarget.value = '';
    onChange([...photos, ...files.map((file) => ({ id: newId(), name: file.name, file, sent: false }))]);
  };
  return (
    <div className={styles.photos}>
      <input ref={input} type="file" accept="image/*" multiple hidden onChange={add} />
      <Button onClick={() => input.current?.click()}>
        <Trans>添加照片</Trans>
      </Button>
      {photos.length > 0 && (
        <p className={styles.line}>
          <Plural value={photos.length} other="# 张照片" />
          {photos.some((photo) => !photo.sent) && (
            <Button look="text" onClick={() => onChange(photos.filter((photo) => photo.sent))}>
              <Trans>去掉</Trans>
            </Button>
          )}
        </p>
      )}
      <p className={styles.hint}>
        <Trans>照片自愿提供；拍到学生、认得出是谁的，请先征得监护人同意。</Trans>
      </p>
    </div>
  );
}
