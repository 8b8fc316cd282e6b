import { useLingui } from '@lingui/react';
import { type ChecklistKind, checklistKinds, checklistLabel } from '@shared/domain/standards';
import { Button } from 'antd';
import styles from './Standards.module.css';

/** One of the two checklists. */
export function KindTabs({ kind, onChange }: { kind: ChecklistKind; onChange: (kind: ChecklistKind) => void }) {
  const { i18n } = useLingui();
  return (
    <div className={styles.tabs}>
      {checklistKinds.map((each) => (
        <Button
          key={each}
          aria-pressed={each === kind}
          type={each === kind ? 'primary' : 'default'}
          onClick={() => onChange(each)}
        >
          {i18n._(checklistLabel[each])}
        </Button>
      ))}
    </div>
  );
}
