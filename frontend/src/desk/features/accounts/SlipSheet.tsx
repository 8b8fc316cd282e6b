import { PrintButton } from '@desk/components/PrintPage';
import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import type { Role } from '@shared/api/gen';
import { roleLabel } from '@shared/domain/roles';
import { minuteOf } from '@shared/time/zone';
import { useEffect } from 'react';
import styles from './SlipSheet.module.css';

export interface PrintedSlip {
  name: string;
  username: string;
  code: string;
  activation_url: string;
  qr_svg: string;
  expires_at: string;
  role?: Role;
  organisation_name?: string;
}

/**
 * One-time activation slips, to be printed and cut. The codes stand in one answer of the service only, so the browser
 * asks before this page is closed.
 */
export function SlipSheet({ slips }: { slips: readonly PrintedSlip[] }) {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
  return (
    <div className={styles.sheet} data-own-sheet="">
      <div className={styles.advice} role="status">
        <p>
          <strong>
            <Trans>激活码只在这里显示这一次。</Trans>
          </strong>{' '}
          <Trans>请现在打印或抄下，当面交给本人。丢失后可以重置，重新发一张。</Trans>
        </p>
        <PrintButton />
      </div>
      <ul className={styles.slips}>
        {slips.map((slip) => (
          <li key={slip.code} className={styles.slip}>
            <SlipCard slip={slip} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function SlipCard({ slip }: { slip: PrintedSlip }) {
  const { i18n } = useLingui();
  const expires = minuteOf(slip.expires_at);
  return (
    <>
      <div className={styles.words}>
        <strong className={styles.name}>{slip.name}</strong>
        <span>
          {slip.role && i18n._(roleLabel[slip.role])}
          {slip.organisation_name && ` · ${slip.organisation_name}`}
        </span>
        <dl className={styles.facts}>
          <dt>
            <Trans>登录名</Trans>
          </dt>
          <dd>{slip.username}</dd>
          <dt>
            <Trans>激活码</Trans>
          </dt>
          <dd className={styles.code}>{slip.code}</dd>
        </dl>
        <small>
          <Trans>手机扫码，或在电脑上打开网址，设置自己的密码。{expires} 前有效，只能用一次。</Trans>
        </small>
        <small className={styles.address}>{slip.activation_url.split('#')[0]}</small>
      </div>
      <img className={styles.qr} alt="" src={`data:image/svg+xml,${encodeURIComponent(slip.qr_svg)}`} />
    </>
  );
}
