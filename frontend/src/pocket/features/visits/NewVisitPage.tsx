import { Trans, useLingui } from '@lingui/react/macro';
import { readOrganisation, type VisitOut } from '@shared/api/gen';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { minuteOf } from '@shared/time/zone';
import { useEffect, useState } from 'react';
import { Link } from '../../router';
import { useSession } from '../../session/session';
import { Button } from '../../ui/Button';
import { Panel } from '../../ui/Panel';
import { TopBar } from '../../ui/TopBar';
import { useLoaded } from '../../useLoaded';
import { dropDraft, findDraft, freshDraft, keepDraft, type VisitDraft } from './drafts';
import styles from './NewVisitPage.module.css';
import { sendVisit } from './sendVisit';
import { VisitForm } from './VisitForm';

/** A new visit: written on this phone first, sent when its author says so. */
export function NewVisitPage({ params }: { params: Record<string, string> }) {
  const { t } = useLingui();
  const institution = params.institution ?? '';
  const session = useSession();
  const user = session.state === 'signed_in' ? session.me.user.id : '';
  const [draft, setDraft] = useState<VisitDraft | null>(null);
  const [kept, setKept] = useState(false);
  const [progress, setProgress] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [received, setReceived] = useState<VisitOut | null>(null);
  const place = useLoaded(() => readOrganisation({ path: { id: institution } }), [institution]);

  useEffect(() => {
    findDraft(user, institution).then((found) => {
      setDraft(found ?? freshDraft(user, institution));
      setKept(found !== undefined);
    });
  }, [user, institution]);

  if (!draft) return <TopBar title={<Trans>入校指导</Trans>} back="/" />;
  if (received) return <Received visit={received} />;

  const change = (next: VisitDraft) => {
    setDraft(next);
    keepDraft(next).then(
      () => setKept(true),
      () => setKept(false),
    );
  };
  const send = async () => {
    setProblem(null);
    setProgress(t`正在提交…`);
    try {
      const visit = await sendVisit(draft, (done, of) => setProgress(t`正在提交（${done}/${of}）…`));
      await dropDraft(draft.id);
      setReceived(visit);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setProgress('');
  };
  const discard = async () => {
    await dropDraft(draft.id);
    setDraft(freshDraft(user, institution));
    setKept(false);
    setProblem(null);
  };

  return (
    <>
      <TopBar title={place.state === 'ready' ? place.value.name : <Trans>入校指导</Trans>} back="/" />
      <VisitForm draft={draft} problem={problem} busy={progress !== ''} onChange={change} onSend={send}>
        {problem && <NotReceived problem={problem} />}
        <p role="status" className={styles.status}>
          {progress || (kept && t`已保存在本机，还没有提交`)}
        </p>
        {kept && !progress && (
          <Button look="text" onClick={discard}>
            <Trans>清空重填</Trans>
          </Button>
        )}
      </VisitForm>
    </>
  );
}

function NotReceived({ problem }: { problem: ApiProblem }) {
  if (problem.kind === 'offline' || problem.kind === 'busy') {
    return (
      <Panel look="error" title={<Trans>没有送达，内容已保存在本机</Trans>} requestId={problem.requestId}>
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

function Received({ visit }: { visit: VisitOut }) {
  return (
    <>
      <TopBar title={<Trans>已送达</Trans>} />
      <div className={styles.received}>
        <p className={styles.tick} aria-hidden="true">
          ✓
        </p>
        <p className={styles.receivedTitle}>
          <Trans>{visit.institution_name} 的入校指导已收到</Trans>
        </p>
        {visit.received_at && (
          <p>
            <Trans>收到时间 {minuteOf(visit.received_at)}，等待机构确认。</Trans>
          </p>
        )}
        <Link to="/" className={styles.onward}>
          <Trans>回到本月机构</Trans>
        </Link>
        <Link to={`/visits/${visit.id}`} className={styles.onward}>
          <Trans>看这条记录</Trans>
        </Link>
      </div>
    </>
  );
}
