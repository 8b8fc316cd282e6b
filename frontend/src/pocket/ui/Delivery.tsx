import { Trans } from '@lingui/react/macro';
import type { ApiProblem } from '@shared/api/problem';
import type { ReactNode } from 'react';
import { Link } from '../router';
import styles from './Delivery.module.css';
import { Panel } from './Panel';
import { TopBar } from './TopBar';

/** A draft did not arrive, or its photos did not: what happened, that nothing is lost, what to do. */
export function NotReceived({ problem, photosLeft }: { problem: ApiProblem; photosLeft: boolean }) {
  if (problem.kind === 'offline' || problem.kind === 'busy') {
    return (
      <Panel
        look="error"
        title={
          photosLeft ? <Trans>内容已送达，照片没有送到，还在本机</Trans> : <Trans>没有送达，内容已保存在本机</Trans>
        }
        requestId={problem.requestId}
      >
        <Trans>网络不通或系统正忙。可以先离开，网络好时回到这里再点提交。</Trans>
      </Panel>
    );
  }
  return (
    <Panel
      look="error"
      title={problem.title || <Trans>没有提交成功，内容已保存在本机</Trans>}
      requestId={problem.requestId}
    >
      {problem.detail && <p>{problem.detail}</p>}
      <ul>
        {problem.fields.map((field) => (
          <li key={field.pointer + field.code}>{field.message}</li>
        ))}
      </ul>
    </Panel>
  );
}

interface ReceivedProps {
  title: ReactNode;
  /** When, and what comes next. */
  children: ReactNode;
  /** Where one may go from here. */
  links: readonly { to: string; label: ReactNode; onFollow?: (() => void) | undefined }[];
}

/** The service's word that it has everything. */
export function Received({ title, children, links }: ReceivedProps) {
  return (
    <>
      <TopBar title={<Trans>已送达</Trans>} />
      <div className={styles.received}>
        <p className={styles.tick} aria-hidden="true">
          ✓
        </p>
        <p className={styles.receivedTitle}>{title}</p>
        {children}
        {links.map(({ to, label, onFollow }) => (
          <Link key={to} to={to} onFollow={onFollow} className={styles.onward}>
            {label}
          </Link>
        ))}
      </div>
    </>
  );
}
