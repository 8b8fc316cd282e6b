import { Trans } from '@lingui/react/macro';
import type { Me } from '@shared/api/gen';
import { minuteOf } from '@shared/time/zone';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import styles from './AppShell.module.css';

/** On paper only: whose list this is, and when it was printed. */
export function PaperHead({ me }: { me: Me }) {
  const [at, setAt] = useState(() => new Date());
  useEffect(() => {
    // The browser takes the page as it is when this event is over.
    const look = () => flushSync(() => setAt(new Date()));
    window.addEventListener('beforeprint', look);
    return () => window.removeEventListener('beforeprint', look);
  }, []);
  const places = new Set([me.bureau.name, ...me.roles.map((held) => held.organisation_name)]);
  const printedAt = minuteOf(at);
  return (
    <p className={styles.paper}>
      <span>{[...places].join(' · ')}</span>
      <span>
        <Trans>打印时间 {printedAt}</Trans>
      </span>
    </p>
  );
}
