import { Mark } from '@desk/components/Mark';
import type { ItemResultOut } from '@shared/api/gen';
import { itemResultLook } from '@shared/domain/standards';
import styles from './Standards.module.css';

/** Each item with what was found of it. */
export function ResultItems({ results }: { results: readonly ItemResultOut[] }) {
  return (
    <ul className={styles.items}>
      {results.map(({ code, title, result, note }) => (
        <li key={code} className={styles.item}>
          <strong>{title}</strong>
          <Mark look={itemResultLook[result]} />
          {note && <p className={styles.note}>{note}</p>}
        </li>
      ))}
    </ul>
  );
}
