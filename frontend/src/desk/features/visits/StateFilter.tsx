import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import { type VisitState, visitLook } from '@shared/domain/visits';
import { useId } from 'react';
import styles from './VisitList.module.css';
import { statesOf, toggleState } from './visit-search';

interface Props {
  value: string | undefined;
  onChange: (value: string) => void;
}

/** Several states at once, each a button that is pressed or not. None pressed means «any». */
export function StateFilter({ value, onChange }: Props) {
  const { i18n } = useLingui();
  const id = useId();
  const chosen = statesOf(value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that are pressed, not fields of a form
    <div role="group" className={styles.states} aria-labelledby={id}>
      <span id={id} className={styles.caption}>
        <Trans>状态</Trans>
      </span>
      {Object.entries(visitLook).map(([state, look]) => (
        <button
          key={state}
          type="button"
          className={styles.state}
          aria-pressed={chosen.includes(state as VisitState)}
          onClick={() => onChange(toggleState(value, state as VisitState))}
        >
          <span aria-hidden="true">{look.sign}</span>
          {i18n._(look.label)}
        </button>
      ))}
    </div>
  );
}
