import { DialogActions } from '@desk/components/Dialog';
import { HrefLink } from '@desk/components/HrefLink';
import { useProblemWords } from '@desk/components/problem-words';
import { Trans, useLingui } from '@lingui/react/macro';
import type { EvidenceOut, SameFile } from '@shared/api/gen';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useRef } from 'react';
import styles from './Evidence.module.css';
import { acceptedTypes, mostBytes, sizeInWords } from './sizes';
import { subjectPage } from './subject-page';
import { type Sending, type Uploads, useUploads } from './uploads';

interface Props {
  subjectType: EvidenceOut['subject']['type'];
  subjectId: string;
  onClose: () => void;
}

/** Chooses files, gives each a title, and sends them with progress. */
export function UploadForm({ subjectType, subjectId, onClose }: Props) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const uploads = useUploads(subjectType, subjectId);
  const waiting = uploads.all.filter((sending) => !sending.added);
  const send = async () => {
    await uploads.send();
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['evidence'] }),
      queryClient.invalidateQueries({ queryKey: ['visits'] }),
      queryClient.invalidateQueries({ queryKey: ['activities'] }),
      queryClient.invalidateQueries({ queryKey: ['good-practices'] }),
    ]);
  };
  const most = sizeInWords(mostBytes);
  return (
    <>
      <p className={styles.advice}>
        <Trans>
          可以选 PDF、图片和 Word、Excel、PowerPoint、WPS 文档，每个不超过 {most}。请不要上传学生的个人信息。
        </Trans>
      </p>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        accept={acceptedTypes}
        aria-label={t`选择文件`}
        onChange={(event) => {
          uploads.choose(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      <ul className={styles.sendings}>
        {uploads.all.map((sending) => (
          <li key={sending.id} className={styles.sending}>
            <SendingRow sending={sending} uploads={uploads} />
          </li>
        ))}
      </ul>
      <DialogActions>
        <Button disabled={uploads.busy} onClick={() => chooser.current?.click()}>
          {uploads.all.length === 0 ? <Trans>选择文件</Trans> : <Trans>再选文件</Trans>}
        </Button>
        {waiting.length > 0 || uploads.all.length === 0 ? (
          <Button type="primary" disabled={waiting.length === 0} loading={uploads.busy} onClick={() => void send()}>
            <Trans>上传</Trans>
          </Button>
        ) : (
          <Button type="primary" onClick={onClose}>
            <Trans>完成</Trans>
          </Button>
        )}
      </DialogActions>
    </>
  );
}

function SendingRow({ sending, uploads }: { sending: Sending; uploads: Uploads }) {
  const { t } = useLingui();
  const words = useProblemWords();
  const { file, share, problem, added } = sending;
  const percent = Math.round((share ?? 0) * 100);
  const tooLarge = file.size > mostBytes;
  return (
    <>
      <div className={styles.naming}>
        <Input
          aria-label={t`${file.name}的名称`}
          value={sending.title}
          maxLength={200}
          disabled={share !== null}
          onChange={(event) => uploads.rename(sending.id, event.target.value)}
        />
        {share === null && (
          <Button type="text" aria-label={t`不传${file.name}`} onClick={() => uploads.drop(sending.id)}>
            <Trans>移除</Trans>
          </Button>
        )}
      </div>
      <span className={styles.quiet}>
        {file.name} · {sizeInWords(file.size)}
        {added ? (
          <>
            {' · '}
            <Trans>已收到</Trans>
          </>
        ) : (
          share !== null && ` · ${percent}%`
        )}
      </span>
      {share !== null && !added && <progress className={styles.progress} value={percent} max={100} />}
      {tooLarge && !problem && !added && (
        <p className={styles.problem}>
          <Trans>文件太大，可能不会被接收。请压缩后再传。</Trans>
        </p>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem.fields[0]?.message ?? words(problem).what} {problem.fields.length === 0 && words(problem).now}
        </p>
      )}
      {added && added.duplicate_of.length > 0 && <SameFiles found={added.duplicate_of} />}
    </>
  );
}

/** The same file stands elsewhere too: a fact for whoever reviews, nothing is refused. */
function SameFiles({ found }: { found: readonly SameFile[] }) {
  return (
    <div role="status" className={styles.same}>
      <Trans>已收到。提醒：完全相同的文件已经在别处用过：</Trans>
      <ul>
        {found.map((same) => (
          <li key={same.evidence_id}>
            <HrefLink href={subjectPage(same.subject)}>{same.subject.label}</HrefLink>· {same.title}
          </li>
        ))}
      </ul>
    </div>
  );
}
