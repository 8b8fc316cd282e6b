import { useProblemWords } from '@desk/components/problem-words';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { changeCommunityPlanItem, discardCommunityPlanItem, type PlanItemOut } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { ifMatch } from '@shared/api/writes';
import { strandLabel } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import styles from './Communities.module.css';

/** One key task or need: ticked off and taken away by the side that wrote it. */
export function PlanLine({ item, mine }: { item: PlanItemOut; mine: boolean }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const words = useProblemWords();
  const path = { id: item.id };
  const headers = ifMatch(item.version);
  const doing = useMutation({
    mutationFn: async (deed: 'tick' | 'discard') => {
      if (deed === 'discard') await discardCommunityPlanItem({ path, headers });
      else {
        const done_on = item.done_on ? null : dateOf(new Date());
        await changeCommunityPlanItem({ path, body: { done_on }, headers });
      }
    },
    onError: (error) => toast(words(asProblem(error)).what),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['communities', 'plan', item.community_id] }),
  });
  return (
    <li className={styles.line}>
      <span>
        <span className={item.done_on ? styles.done : undefined}>{item.content}</span>{' '}
        <span className={styles.quiet}>
          {i18n._(strandLabel[item.strand])} · {item.school_name}
          {item.due_on && !item.done_on && (
            <>
              {' · '}
              <Trans>{item.due_on} 前</Trans>
            </>
          )}
          {item.done_on && (
            <>
              {' · '}
              <Trans>{item.done_on} 完成</Trans>
            </>
          )}
        </span>
      </span>
      {mine && (
        <span className={styles.deeds}>
          <Button
            size="small"
            disabled={doing.isPending}
            aria-label={item.done_on ? t`${item.content}：撤销完成` : t`${item.content}：完成`}
            onClick={() => doing.mutate('tick')}
          >
            {item.done_on ? <Trans>撤销完成</Trans> : <Trans>完成</Trans>}
          </Button>
          {!item.done_on && (
            <Button
              size="small"
              type="text"
              disabled={doing.isPending}
              aria-label={t`${item.content}：删除`}
              onClick={() => doing.mutate('discard')}
            >
              <Trans>删除</Trans>
            </Button>
          )}
        </span>
      )}
    </li>
  );
}
