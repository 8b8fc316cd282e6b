import { Trans, useLingui } from '@lingui/react/macro';
import type { ItemResultIn } from '@shared/api/gen';
import { itemResultLook, itemResults } from '@shared/domain/standards';
import { Button } from '../../ui/Button';
import { OneOf } from '../../ui/Choices';
import { Field } from '../../ui/Field';
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
  if (!checklist) return null;
  const given = room?.results ?? [];
  const set = (code: string, changed: Partial<ItemResultIn>) => {
    const results = checklist.items.flatMap((item) => {
      const before = given.find((each) => each.code === item.code);
      const after = item.code === code ? { result: 'not_looked_at' as const, ...before, code, ...changed } : before;
      return after ? [after] : [];
    });
    onChange({ checklist: { id: checklist.id, items: checklist.items }, results });
  };
  return (
    <details className={styles.more} open={given.length > 0}>
      <summary>
        <Trans>党群活动室：看了哪几项就选哪几项（可以不填）</Trans>
      </summary>
      <div className={styles.moreBody}>
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
        {given.length > 0 && (
          <Button look="text" onClick={() => onChange(null)}>
            <Trans>清空这一部分</Trans>
          </Button>
        )}
      </div>
    </details>
  );
}
