import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { contentLabel, type Difference, differences } from './content';
import { Differences } from './Differences';
import styles from './VisitForm.module.css';
import { typedContent, type VisitValues, valuesOf } from './values';

interface Props {
  /** The visit on which the typing began, and as it is now. */
  before: VisitOut;
  now: VisitOut;
  values: VisitValues;
  names: Record<string, string>;
  /** Takes the other's words of one part into the form. */
  onTake: (values: Partial<VisitValues>) => void;
  /** Looked at: what stands in the form may now be saved over the present visit. */
  onGoOn: () => void;
}

/** Somebody changed the visit while it was open: what they changed beside what was typed here; nothing is lost. */
export function StaleVisit({ before, now, values, names, onTake, onGoOn }: Props) {
  const { t, i18n } = useLingui();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.scrollIntoView({ block: 'center' }), []);
  const people = new Map([...Object.entries(names), ...now.co_visitors.map(({ id, name }) => [id, name] as const)]);
  const words = { i18n, people };
  const changed = new Set(differences(before, now, words).map(({ name }) => name));
  const found = differences(now, { ...typedContent(values), state: before.state }, words).filter(({ name }) =>
    changed.has(name),
  );
  return (
    <section ref={panel} className={styles.stale} role="alert">
      <h2>
        <Trans>别人刚改过这条记录</Trans>
      </h2>
      <p>
        <Trans>您填写的内容都还在，也没有覆盖别人的改动。请逐项看过，再继续保存。</Trans>
      </p>
      {found.length > 0 && (
        <Differences
          found={found}
          before={t`别人改成`}
          after={t`您填写的`}
          choose={(difference) =>
            difference.name !== 'state' && (
              <Button
                size="small"
                aria-label={t`${i18n._(contentLabel[difference.name])}：采用别人的`}
                onClick={() => onTake(theirs(difference, now))}
              >
                <Trans>采用别人的</Trans>
              </Button>
            )
          }
        />
      )}
      <Button onClick={onGoOn}>
        <Trans>看过了，继续</Trans>
      </Button>
    </section>
  );
}

/** The form's fields of one part, as the present visit has them. */
function theirs({ name }: Difference, now: VisitOut): Partial<VisitValues> {
  const values = valuesOf(now);
  if (name === 'started_at') return { day: values.day, start: values.start };
  if (name === 'ended_at') return { end: values.end };
  if (name === 'state' || name === 'dispute_reason' || name === 'decision_reason') return {};
  return { [name]: values[name] };
}
