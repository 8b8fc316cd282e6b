import { Trans, useLingui } from '@lingui/react/macro';
import { confirmVisit, disputeVisit, readVisit, submitVisit, type VisitOut } from '@shared/api/gen';
import { type ApiProblem, asProblem } from '@shared/api/problem';
import { ifMatch } from '@shared/api/writes';
import { visitLook } from '@shared/domain/visits';
import { useState } from 'react';
import { Button } from '../../ui/Button';
import { TextArea } from '../../ui/Field';
import { Mark } from '../../ui/Mark';
import { Panel } from '../../ui/Panel';
import { Sheet } from '../../ui/Sheet';
import { toast } from '../../ui/Toast';
import { TopBar } from '../../ui/TopBar';
import { useLoaded } from '../../useLoaded';
import { VisitFacts } from './VisitFacts';
import styles from './VisitPage.module.css';

/** One record, with what the reader may do with it now: the institution confirms or disputes, the author resubmits. */
export function VisitPage({ params }: { params: Record<string, string> }) {
  const { t } = useLingui();
  const id = params.id ?? '';
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const [disputing, setDisputing] = useState(false);
  const loaded = useLoaded(() => readVisit({ path: { id } }), [id]);
  const title = <Trans>入校指导</Trans>;

  if (loaded.state === 'loading') return <TopBar title={title} back="/" />;
  if (loaded.state === 'failed') {
    const failure = asProblem(loaded.error);
    return (
      <>
        <TopBar title={title} back="/" />
        <Panel
          look={failure.kind === 'missing' ? 'empty' : 'error'}
          title={failure.kind === 'missing' ? <Trans>没有这条记录</Trans> : <Trans>没有读到记录</Trans>}
          requestId={failure.requestId}
          action={
            <Button onClick={loaded.again}>
              <Trans>重试</Trans>
            </Button>
          }
        />
      </>
    );
  }
  const visit = loaded.value;
  const act = async (deed: (visit: VisitOut) => Promise<VisitOut>, words: string) => {
    setBusy(true);
    setProblem(null);
    try {
      await deed(visit);
      toast(words);
      setDisputing(false);
    } catch (error) {
      setProblem(asProblem(error));
    }
    loaded.again();
    setBusy(false);
  };
  const target = { path: { id }, headers: ifMatch(visit.version) };

  return (
    <>
      <TopBar title={visit.institution_name} back="/">
        <Mark look={visitLook[visit.state]} />
      </TopBar>
      <div className={styles.page}>
        {visit.decision_reason && (
          <Panel look="error" title={visit.state === 'returned' ? <Trans>退回原因</Trans> : <Trans>处理说明</Trans>}>
            <p>{visit.decision_reason}</p>
          </Panel>
        )}
        <VisitFacts visit={visit} />
        {problem && (
          <p role="alert" className={styles.refusal}>
            {problem.detail || problem.title || t`没有成功，请再试一次。`}
          </p>
        )}
        {visit.actions.includes('confirm') && (
          <Button look="main" wide busy={busy} onClick={() => act(() => confirmVisit(target), t`已确认`)}>
            <Trans>确认属实</Trans>
          </Button>
        )}
        {visit.actions.includes('dispute') && (
          <Button wide busy={busy} onClick={() => setDisputing(true)}>
            <Trans>与实际不符</Trans>
          </Button>
        )}
        {visit.state === 'draft' && visit.actions.includes('submit') && (
          <Button
            look="main"
            wide
            busy={busy}
            onClick={() =>
              act(() => submitVisit({ ...target, body: { device_time: new Date().toISOString() } }), t`已提交`)
            }
          >
            <Trans>提交</Trans>
          </Button>
        )}
      </div>
      <Sheet open={disputing} title={<Trans>哪里与实际不符？</Trans>} onClose={() => setDisputing(false)}>
        <Dispute
          busy={busy}
          onDispute={(reason) => act(() => disputeVisit({ ...target, body: { reason } }), t`已提出，党委办会核实`)}
        />
      </Sheet>
    </>
  );
}

function Dispute({ busy, onDispute }: { busy: boolean; onDispute: (reason: string) => void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const tooShort = reason.trim().length < 2;
  return (
    <>
      <TextArea
        label={<Trans>说明</Trans>}
        value={reason}
        error={tried && tooShort ? t`请写明哪里不符` : undefined}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <Button look="main" wide busy={busy} onClick={() => (tooShort ? setTried(true) : onDispute(reason.trim()))}>
        <Trans>提出异议</Trans>
      </Button>
    </>
  );
}
