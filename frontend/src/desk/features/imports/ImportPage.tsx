import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import type { ListSearch } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { Question } from '@desk/components/Question';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { confirmImport, type ImportOut } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { importKindLabel, importLook } from '@shared/domain/imports';
import { minuteOf } from '@shared/time/zone';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './ImportPage.module.css';
import { ImportRows } from './ImportRows';
import { ImportSteps } from './ImportSteps';
import { importQuery, isUnderWay } from './queries';

/** One import from check to done. It goes on without this page and can be left and found again. */
export function ImportPage({ id, search }: { id: string; search: ListSearch & { status?: string } }) {
  const { t, i18n } = useLingui();
  const query = useQuery(importQuery(id));
  const mayWrite = usePermission('imports:write');
  const [asking, setAsking] = useState(false);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const found = query.data;
  const uploadedAt = minuteOf(found.created_at);
  const ready = found.status === 'ready';
  const nothingToDo = found.counts.create + found.counts.update === 0;
  return (
    <>
      <PageHead
        title={found.file_name}
        note={
          <>
            {i18n._(importKindLabel[found.kind])} · <Trans>{uploadedAt} 上传</Trans>{' '}
            <Mark look={importLook[found.status]} />
          </>
        }
        actions={
          <>
            {found.counts.error > 0 && found.expired_at === null && (
              <Button href={`/api/v1/imports/${id}/error-workbook`} download>
                <Trans>下载标出错误的文件</Trans>
              </Button>
            )}
            {ready && mayWrite && found.expired_at === null && (
              <Button type="primary" disabled={nothingToDo} onClick={() => setAsking(true)}>
                <Trans>确认导入</Trans>
              </Button>
            )}
          </>
        }
      />
      <ImportSteps found={found} />
      {found.expired_at === null || found.status === 'applied' ? <Advice found={found} /> : null}
      <NotRead notes={found.notes} />
      {found.expired_at !== null ? (
        <Expired />
      ) : (
        !isUnderWay(found) && !found.rejection && <ImportRows found={found} search={search} />
      )}
      <Dialog open={asking} title={t`确认导入？`} onClose={() => setAsking(false)}>
        <ConfirmQuestion found={found} onDone={() => setAsking(false)} />
      </Dialog>
    </>
  );
}

function ConfirmQuestion({ found, onDone }: { found: ImportOut; onDone: () => void }) {
  const queryClient = useQueryClient();
  const { create, update } = found.counts;
  return (
    <Question
      answer={<Trans>确认导入</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        await confirmImport({ path: { id: found.id }, headers: ifMatch(found.version) });
        await queryClient.invalidateQueries({ queryKey: ['imports'] });
        onDone();
      }}
    >
      <Trans>
        将新增 {create} 条，更新 {update} 条。要么全部写入，要么全部不写。
      </Trans>
    </Question>
  );
}

/** Why nothing but the figures is left. */
function Expired() {
  return (
    <p className={styles.caution} role="status">
      <Trans>
        上传的文件和逐行结果含有个人信息，只保留 30 天，现在已经删除。导入的状态和条数还在。需要时请重新上传。
      </Trans>{' '}
      <Link to="/imports">
        <Trans>重新上传</Trans>
      </Link>
    </p>
  );
}

/** Sheets and columns that were left alone, so that nobody believes them entered. */
function NotRead({ notes }: { notes: string[] }) {
  const { t } = useLingui();
  if (notes.length === 0) return null;
  return (
    <ul className={styles.unread} aria-label={t`没有读取的内容`}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

/** What to do now, by the state of the import. */
function Advice({ found }: { found: ImportOut }) {
  const { error, create, update } = found.counts;
  if (found.rejection || found.status === 'failed') {
    return (
      <div role="alert" className={styles.refusal}>
        <p>{found.rejection?.message ?? <Trans>写入没有完成，什么都没有改动。请重新上传，再核对一次。</Trans>}</p>
        <Link to="/imports">
          <Trans>重新上传</Trans>
        </Link>
      </div>
    );
  }
  if (found.status === 'applied') {
    return (
      <p className={styles.done} role="status">
        <Trans>
          已写入：新增 {create} 条，更新 {update} 条。
        </Trans>{' '}
        <Link to="/organisations">
          <Trans>查看机构</Trans>
        </Link>
      </p>
    );
  }
  if (found.status === 'rejected') {
    return (
      <p className={styles.caution} role="status">
        <Trans>有 {error} 行需要改正。请在您的文件里改好后重新上传；有错误时不能确认，已有的数据不会改动。</Trans>{' '}
        <Link to="/imports">
          <Trans>重新上传</Trans>
        </Link>
      </p>
    );
  }
  if (found.status !== 'ready') return null;
  return (
    <p className={styles.caution} role="status">
      {create + update === 0 ? (
        <Trans>文件内容与系统里的一致，不需要导入。</Trans>
      ) : (
        <Trans>检查通过，还没有写入。请核对下面的内容，无误后点「确认导入」。</Trans>
      )}
    </p>
  );
}
