import { Trans, useLingui } from '@lingui/react/macro';
import type { EvidenceOut } from '@shared/api/gen';
import { useState } from 'react';
import styles from './Evidence.module.css';
import { contentAddress, previewAddress } from './queries';

interface Props {
  evidence: Pick<EvidenceOut, 'id' | 'title' | 'file_name' | 'media_type'>;
  /** As wide as its place allows: to be looked at. */
  large?: boolean;
}

/** A small picture of a picture, which downloads the original. Says so while it is fetched, and when there is none. */
export function Thumbnail({ evidence, large = false }: Props) {
  const { t } = useLingui();
  const [state, setState] = useState<'loading' | 'shown' | 'none'>('loading');
  const address = previewAddress(evidence);
  if (!address) return null;
  if (state === 'none') {
    return (
      <span className={styles.thumbnail} data-large={large}>
        <Trans>没有预览</Trans>
      </span>
    );
  }
  return (
    <a className={styles.thumbnail} data-large={large} href={contentAddress(evidence.id)} download={evidence.file_name}>
      {state === 'loading' && (
        <span aria-hidden>
          <Trans>正在载入…</Trans>
        </span>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: to have loaded is nothing that a person does */}
      <img
        src={address}
        alt={t`照片：${evidence.title}`}
        loading="lazy"
        onLoad={() => setState('shown')}
        onError={() => setState('none')}
      />
    </a>
  );
}
