import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonOut } from '@shared/api/gen';
import { useState } from 'react';
import styles from './OpenAccountsPage.module.css';

interface Props {
  people: readonly PersonOut[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** People to tick, narrowed by typing; «all» means all that are shown. */
export function PeopleChoice({ people, chosen, onChange }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const shown = people.filter((person) => `${person.name} ${person.organisation_name}`.includes(typed.trim()));
  const all = shown.length > 0 && shown.every((person) => chosen.has(person.id));
  const set = (ids: string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    onChange(next);
  };
  return (
    <fieldset className={styles.people}>
      <legend>
        <Trans>人员</Trans>
      </legend>
      <div className={styles.tools}>
        <input
          type="search"
          aria-label={t`按姓名或单位查找`}
          placeholder={t`姓名或单位`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <label className={styles.person}>
          <input
            type="checkbox"
            checked={all}
            onChange={(event) =>
              set(
                shown.map((person) => person.id),
                event.target.checked,
              )
            }
          />
          <Trans>全选（{shown.length} 人）</Trans>
        </label>
      </div>
      <ul className={styles.list}>
        {shown.map((person) => (
          <li key={person.id}>
            <label className={styles.person}>
              <input
                type="checkbox"
                checked={chosen.has(person.id)}
                onChange={(event) => set([person.id], event.target.checked)}
              />
              {person.name}
              <span className={styles.quiet}>{person.organisation_name}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
