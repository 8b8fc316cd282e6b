import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { EvidenceOut } from '@shared/api/gen';
import { minuteOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import styles from './Evidence.module.css';
import { contentAddress, evidenceQuery } from './queries';
import { sizeInWords } from './sizes';
import { Thumbnail } from './Thumbnail';
import { UploadForm } from './UploadForm';
import { WithdrawForm } from './WithdrawForm';

interface Props {
  subjectType: EvidenceOut['subject']['type'];
  subjectId: string;
  /** The record takes no more files. */
  closed?: boolean;
  heading?: ReactNode;
  /** What is said while there is none. */
  nothing?: ReactNode;
}

/** The files that prove a record: to be read, added to and withdrawn. */
export function EvidenceCard({ subjectType, subjectId, closed = false, heading, nothing }: Props) {
  const { t } = useLingui();
  const query = useQuery(evidenceQuery(subjectType, subjectId));
  const mayAdd = usePermission('evidence:add');
  const [uploading, setUploading] = useState(false);
  const [withdrawing, setWithdrawing] = useState<EvidenceOut | null>(null);
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data?.items;
  return (
    <Card
      heading={heading ?? <Trans>印证资料</Trans>}
      actions={
        mayAdd &&
        !closed && (
          <Button onClick={() => setUploading(true)}>
            <Trans>上传资料</Trans>
          </Button>
        )
      }
    >
      {!items && (
        <p className={styles.quiet} role="status">
          <Trans>正在载入…</Trans>
        </p>
      )}
      {items?.length === 0 && (
        <p className={styles.quiet}>
          {nothing ?? <Trans>没有资料。照片和文件都是自愿提供，不影响这次入校指导的效力。</Trans>}
        </p>
      )}
      <ul className={styles.list}>
        {items?.map((evidence) => (
          <li key={evidence.id} className={styles.item}>
            <Piece evidence={evidence} onWithdraw={mayAdd ? () => setWithdrawing(evidence) : undefined} />
          </li>
        ))}
      </ul>
      <Dialog open={uploading} title={t`上传资料`} onClose={() => setUploading(false)}>
        <UploadForm subjectType={subjectType} subjectId={subjectId} onClose={() => setUploading(false)} />
      </Dialog>
      <Dialog open={withdrawing !== null} title={t`撤回资料`} onClose={() => setWithdrawing(null)}>
        {withdrawing && <WithdrawForm evidence={withdrawing} onDone={() => setWithdrawing(null)} />}
      </Dialog>
    </Card>
  );
}

function Piece({ evidence, onWithdraw }: { evidence: EvidenceOut; onWithdraw: (() => void) | undefined }) {
  const { t } = useLingui();
  const withdrawn = evidence.state === 'withdrawn';
  const canBeWithdrawn = evidence.state === 'draft' || evidence.state === 'catalogued';
  return (
    <>
      {!withdrawn && <Thumbnail evidence={evidence} />}
      <div className={styles.words}>
        {withdrawn ? (
          <s>{evidence.title}</s>
        ) : (
          <a href={contentAddress(evidence.id)} download={evidence.file_name}>
            {evidence.title}
          </a>
        )}
        <span className={styles.quiet}>
          {evidence.file_name} · {sizeInWords(evidence.size)} · {evidence.added_by_name} · {minuteOf(evidence.added_at)}
        </span>
        {withdrawn && (
          <span className={styles.quiet}>
            <Trans>已撤回：{evidence.withdrawn_reason}</Trans>
          </span>
        )}
      </div>
      {onWithdraw && canBeWithdrawn && (
        <Button size="small" type="text" aria-label={t`撤回${evidence.title}`} onClick={onWithdraw}>
          <Trans>撤回</Trans>
        </Button>
      )}
    </>
  );
}
