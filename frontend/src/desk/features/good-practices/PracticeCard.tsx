import { Mark } from '@desk/components/Mark';
import { Trans, useLingui } from '@lingui/react/macro';
import type { PracticeBrief } from '@shared/api/gen';
import { practiceLook } from '@shared/domain/good-practices';
import { strandLabel } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import styles from './Practices.module.css';

/** A practice on the board: its first picture, what it is called, whose it is. */
export function PracticeCard({ practice }: { practice: PracticeBrief }) {
  const { i18n } = useLingui();
  const { id, title, beginning, school_name, strand, state, picture, returned, published_at } = practice;
  return (
    <li className={styles.item}>
      <Cover pictureId={picture?.id} />
      <div className={styles.words}>
        <h2 className={styles.title}>
          <Link to="/good-practices/$id" params={{ id }}>
            {title}
          </Link>
        </h2>
        <p className={styles.beginning}>{beginning}</p>
        <p className={styles.quiet}>
          {school_name}
          {strand && ` · ${i18n._(strandLabel[strand])}`}
          {state === 'published' && published_at && ` · ${dateOf(new Date(published_at))}`}
        </p>
        {state !== 'published' && <Mark look={practiceLook[returned ? 'returned' : state]} />}
      </div>
    </li>
  );
}

/** Decoration only: what is in the picture is said on the practice's own page. */
function Cover({ pictureId }: { pictureId: string | undefined }) {
  const [failed, setFailed] = useState(false);
  return (
    <div className={styles.cover} aria-hidden>
      {pictureId && !failed ? (
        // biome-ignore lint/a11y/noNoninteractiveElementInteractions: that it cannot be drawn is nothing that a person does
        <img src={`/api/v1/evidence/${pictureId}/preview`} alt="" loading="lazy" onError={() => setFailed(true)} />
      ) : (
        <span>
          <Trans>好做法</Trans>
        </span>
      )}
    </div>
  );
}
