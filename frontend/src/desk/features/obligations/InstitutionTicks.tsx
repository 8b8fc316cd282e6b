import { Mark } from '@desk/components/Mark';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ObligationOut } from '@shared/api/gen';
import { obligationLook } from '@shared/domain/obligations';
import { useState } from 'react';
import styles from './WaiveMonth.module.css';

interface Props {
  rows: readonly ObligationOut[];
  /** Ids of institutions. */
  ticked: ReadonlySet<string>;
  onChange: (ticked: ReadonlySet<string>) => void;
}

/** Institutions to tick, narrowed by typing; «all» means all that are shown. One waived already cannot be ticked. */
export function InstitutionTicks({ rows, ticked, onChange }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const shown = rows.filter((row) => row.institution_name.includes(typed.trim()));
  const free = shown.filter((row) => row.waiver === null);
  const all = free.length > 0 && free.every((row) => ticked.has(row.institution_id));
  const set = (some: readonly ObligationOut[], on: boolean) => {
    const next = new Set(ticked);
    for (const { institution_id } of some) {
      if (on) next.add(institution_id);
      else next.delete(institution_id);
    }
    onChange(next);
  };
  return (
    <fieldset className={styles.institutions}>
      <legend>
        <Trans>这个月有任务的机构</Trans>
      </legend>
      <div className={styles.tools}>
        <input
          type="search"
          aria-label={t`按名称缩小名单`}
          placeholder={t`名称`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <label className={styles.institution}>
          <input
            type="checkbox"
            checked={all}
            disabled={free.length === 0}
            onChange={(event) => set(free, event.target.checked)}
          />
          <Trans>全选（{free.length} 所）</Trans>
        </label>
      </div>
      {shown.length === 0 && (
        <p className={styles.quiet}>
          <Trans>没有这个名称的机构。不在名单里的，这个月没有任务。</Trans>
        </p>
      )}
      <ul className={styles.list}>
        {shown.map((row) => (
          <li key={row.institution_id}>
            <label className={styles.institution}>
              <input
                type="checkbox"
                checked={row.waiver === null && ticked.has(row.institution_id)}
                disabled={row.waiver !== null}
                onChange={(event) => set([row], event.target.checked)}
              />
              <span>{row.institution_name}</span>
              <Mark look={obligationLook[row.status]} />
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
