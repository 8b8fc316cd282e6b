import { Trans, useLingui } from '@lingui/react/macro';
import type { ItemResultIn } from '@shared/api/gen';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { itemResultLook, itemResults } from '@shared/domain/standards';
import { Button } from '../../ui/Button';
import { OneOf } from '../../ui/Choices';
import { Field, TextArea } from '../../ui/Field';
import { Fold } from '../../ui/Fold';
import { Panel } from '../../ui/Panel';
import { useLoaded } from '../../useLoaded';
import type { NotedRoom } from './drafts';
import { roomChecklist } from './roomChecklist';
import styles from './VisitForm.module.css';

interface Props {
  user: string;
  room: NotedRoom | null;
  onChange: (room: NotedRoom | null) => void;
}

/** The activity room's criteria, folded in: for who looked at it. Nothing here must be filled in. */
export function RoomFold({ user, room, onChange }: Props) {
  const { i18n } = useLingui();
  const loaded = useLoaded(() => roomChecklist(user), [user]);
  const checklist = room?.checklist ?? (loaded.state === 'ready' ? loaded.value : null);
  if (!checklist && loaded.state === 'failed')
    return <NoChecklist problem={asProblem(loaded.error)} again={loaded.again} />;
  if (!checklist) return null;
  const given = room?.results ?? [];
  const summary = room?.summary ?? '';
  const change = (changed: Partial<NotedRoom>) =>
    onChange({ checklist: { id: checklist.id, items: checklist.items }, results: given, summary, ...changed });
  const set = (code: string, changed: Partial<ItemResultIn>) => {
    const results = checklist.items.flatMap((item) => {
      const before = given.find((each) => each.code === item.code);
      const after = item.code === code ? { result: 'not_looked_at' as const, ...before, code, ...changed } : before;
      return after ? [after] : [];
    });
    change({ results });
  };
  return (
    <Fold
      open={given.length > 0 || summary !== ''}
      summary={<Trans>党群活动室：看了哪几项就选哪几项（可以不填）</Trans>}
    >
      {checklist.items.map(({ code, title }) => {
        const answer = given.find((each) => each.code === code);
        return (
          <div key={code} className={styles.item}>
            <OneOf
              legend={title}
              choices={itemResults.map((value) => ({ value, label: i18n._(itemResultLook[value].label) }))}
              value={answer?.result ?? null}
              onChange={(result) => set(code, { result })}
            />
            {answer && (
              <Field
                label={<Trans>{title}：说明（可以不填）</Trans>}
                value={answer.note ?? ''}
                maxLength={500}
                onInput={(event) => set(code, { note: event.currentTarget.value })}
              />
            )}
          </div>
        );
      })}
      <TextArea
        label={<Trans>党群活动室小结（可以不填）</Trans>}
        rows={2}
        value={summary}
        maxLength={2000}
        onInput={(event) => change({ summary: event.currentTarget.value })}
      />
      {room && (
        <Button look="text" onClick={() => onChange(null)}>
          <Trans>清空这一部分</Trans>
        </Button>
      )}
    </Fold>
  );
}

/** Nothing to fill in yet: said in words, so that nobody looks for it in vain. */
function NoChecklist({ problem, again }: { problem: ApiProblem; again: () => void }) {
  return (
    <Panel
      look="error"
      title={<Trans>党群活动室的清单还没有读到</Trans>}
      requestId={problem.requestId}
      action={
        <Button onClick={again}>
          <Trans>再试一次</Trans>
        </Button>
      }
    >
      <p>
        {problem.kind === 'offline' ? (
          <Trans>
            没有网络，这部手机也还没有存过清单。其他内容照样能记；有网络时再打开这里填，或者写在“了解到的情况”里。
          </Trans>
        ) : (
          <Trans>其他内容照样能记；清单稍后再试，或者写在“了解到的情况”里。</Trans>
        )}
      </p>
    </Panel>
  );
}
