import { usePermission } from '@desk/features/session/queries';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { checklistsQuery } from './queries';
import styles from './Standards.module.css';

/** Says plainly that the five headings are ours, until the bureau publishes its own; `editable` where that is done. */
export function AssumedNotice({ editable = false }: { editable?: boolean }) {
  const mayEdit = usePermission('checklists:write') && !editable;
  const checklists = useQuery(checklistsQuery);
  if (!checklists.data?.some((checklist) => checklist.state === 'published' && checklist.assumed)) return null;
  return (
    <p className={styles.notice} role="note">
      <Trans>文件没有写明五个规范的具体条目，这里先用暂定的五条，党委办可以修改。</Trans>{' '}
      {mayEdit && (
        <Link to="/standards/checklists" data-screen-only="">
          <Trans>修改条目</Trans>
        </Link>
      )}
    </p>
  );
}
