import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ChecklistOut, createChecklist } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { idempotencyKey, newId } from '@shared/api/writes';
import { checklistKinds, checklistLabel } from '@shared/domain/standards';
import { dateOf } from '@shared/time/zone';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { AssumedNotice } from './AssumedNotice';
import { DraftForm } from './DraftForm';
import { checklistsQuery, refreshStandards } from './queries';
import styles from './Standards.module.css';

/** Both checklists: the edition in force, the draft of the next one, and those before. */
export function ChecklistsPage() {
  const query = useQuery(checklistsQuery);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <PageHead
        title={<Trans>规范清单</Trans>}
        note={<Trans>检查时逐项填写的清单。改动发布后成为新的一版，以前的检查仍按当时的那一版保存。</Trans>}
      />
      <AssumedNotice editable />
      {checklistKinds.map((kind) => (
        <OneChecklist key={kind} editions={query.data.filter((checklist) => checklist.kind === kind)} />
      ))}
    </>
  );
}

function OneChecklist({ editions }: { editions: ChecklistOut[] }) {
  const { i18n } = useLingui();
  const mayEdit = usePermission('checklists:write');
  const draft = editions.find((each) => each.state === 'draft');
  const inForce = editions.find((each) => each.state === 'published');
  const retired = editions.filter((each) => each.state === 'retired');
  if (!inForce) return null;
  return (
    <>
      <Card
        heading={inForce.title}
        actions={mayEdit && !draft && <BeginDraft kind={inForce.kind} name={i18n._(checklistLabel[inForce.kind])} />}
      >
        <Edition checklist={inForce} />
        {retired.length > 0 && (
          <div className={styles.editions}>
            {retired.map((each) => (
              <details key={each.id}>
                <summary>
                  <Trans>
                    第 {each.edition} 版，{each.published_at && dateOf(each.published_at)} 发布，已换下
                  </Trans>
                </summary>
                <Edition checklist={each} />
              </details>
            ))}
          </div>
        )}
      </Card>
      {draft && mayEdit && <DraftForm key={`${draft.id}${draft.version}`} draft={draft} />}
    </>
  );
}

function Edition({ checklist }: { checklist: ChecklistOut }) {
  return (
    <>
      <p className={styles.quiet}>
        <Trans>第 {checklist.edition} 版</Trans>
        {checklist.published_at && (
          <>
            {' · '}
            <Trans>{dateOf(checklist.published_at)} 起使用</Trans>
          </>
        )}
        {' · '}
        {checklist.assumed ? (
          <Trans>暂定，文件没有写明条目</Trans>
        ) : checklist.basis ? (
          <Trans>依据 {checklist.basis}</Trans>
        ) : (
          <Trans>党委办发布</Trans>
        )}
      </p>
      <ul className={styles.items}>
        {checklist.items.map(({ code, title, description }) => (
          <li key={code} className={styles.item}>
            <strong>{title}</strong>
            {description && <p className={styles.note}>{description}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

function BeginDraft({ kind, name }: { kind: ChecklistOut['kind']; name: string }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const beginning = useMutation({
    mutationFn: () => createChecklist({ body: { kind }, headers: idempotencyKey(key) }),
    onSettled: () => refreshStandards(queryClient),
  });
  return (
    <>
      {beginning.isError && <span role="alert">{asProblem(beginning.error).title}</span>}
      <Button aria-label={t`修改清单：${name}`} loading={beginning.isPending} onClick={() => beginning.mutate()}>
        <Trans>修改清单</Trans>
      </Button>
    </>
  );
}
