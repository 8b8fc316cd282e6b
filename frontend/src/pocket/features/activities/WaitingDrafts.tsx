import { Trans } from '@lingui/react/macro';
import { Link } from '../../router';
import styles from './Activities.module.css';
import type { CompletionDraft, NoteDraft } from './drafts';

/** What waits on this phone: the way back into each. */
export function WaitingDrafts({ drafts }: { drafts: readonly (NoteDraft | CompletionDraft)[] }) {
  if (drafts.length === 0) return null;
  return (
    <ul className={styles.list}>
      {drafts.map((draft) => (
        <li key={draft.id}>
          <Link
            to={draft.kind === 'activity' ? `/activities/new/${draft.id}` : `/activities/${draft.id}`}
            className={styles.row}
          >
            <strong className={styles.waiting}>
              {draft.receivedAt ? <Trans>已送达，照片还没有送完</Trans> : <Trans>在本机，还没有提交</Trans>}
            </strong>
            <span>{draft.title || draft.content.slice(0, 40) || <Trans>没写完的活动</Trans>}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
