import { Card } from '@desk/components/Card';
import { useProblemWords } from '@desk/components/problem-words';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ImportOut } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { upload } from '@shared/api/upload';
import { idempotencyKey, newId } from '@shared/api/writes';
import { type ImportKind, importKindLabel } from '@shared/domain/imports';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, useState } from 'react';
import styles from './UploadCard.module.css';

const workbookTypes = '.xlsx,.xls';

/** Choose what the workbook is, then the file: by button or by dropping it here. Progress shows while it is sent. */
export function UploadCard() {
  const { t, i18n } = useLingui();
  const words = useProblemWords();
  const navigate = useNavigate();
  const [kind, setKind] = useState<ImportKind>('roster');
  const [share, setShare] = useState(0);
  const [over, setOver] = useState(false);
  const sending = useMutation({
    mutationFn: (file: File) =>
      upload<ImportOut>({
        url: '/api/v1/imports',
        fields: { kind },
        file,
        fileName: file.name,
        headers: idempotencyKey(newId()),
        onProgress: setShare,
      }),
    onSuccess: (made) => navigate({ to: '/imports/$id', params: { id: made.id } }),
  });
  const send = (file: File | undefined) => {
    if (!file || sending.isPending) return;
    setShare(0);
    sending.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };
  const problem = sending.isError ? asProblem(sending.error) : null;
  return (
    <Card
      heading={<Trans>导入新文件</Trans>}
      actions={
        <a href={`/api/v1/imports/template?kind=${kind}`} download>
          <Trans>下载{i18n._(importKindLabel[kind])}模板</Trans>
        </a>
      }
    >
      <fieldset className={styles.kinds}>
        <legend className="visually-hidden">
          <Trans>种类</Trans>
        </legend>
        {(Object.keys(importKindLabel) as ImportKind[]).map((one) => (
          <label key={one} className={styles.kind}>
            <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
            {i18n._(importKindLabel[one])}
          </label>
        ))}
      </fieldset>
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: dropping is an extra way; the file input inside is the control */}
      <label
        className={styles.drop}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          type="file"
          accept={workbookTypes}
          className="visually-hidden"
          disabled={sending.isPending}
          onChange={(event) => {
            send(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        {sending.isPending ? (
          <>
            <Trans>正在上传…</Trans>
            <progress value={share} max={1} aria-label={t`上传进度`} />
          </>
        ) : (
          <>
            <strong>
              <Trans>选择 Excel 文件</Trans>
            </strong>
            <span>
              <Trans>或把文件拖到这里。支持 Excel、WPS、LibreOffice 存的 .xlsx 和 .xls。</Trans>
            </span>
          </>
        )}
      </label>
      {problem && (
        <p role="alert" className={styles.refusal}>
          {words(problem).what} {problem.fields.map((field) => field.message).join(' ')}
        </p>
      )}
    </Card>
  );
}
