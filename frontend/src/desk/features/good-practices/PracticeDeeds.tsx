import { Dialog } from '@desk/components/Dialog';
import { Question } from '@desk/components/Question';
import { toast } from '@desk/components/toaster';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { type PracticeOut, proposeGoodPractice, returnGoodPractice, withdrawGoodPractice } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { EditPracticeForm } from './PracticeForm';
import { PublishForm } from './PublishForm';
import { refreshPractices, useMayWrite } from './queries';
import { ReasonForm } from './ReasonForm';

/** What its school and the Party office do with it, by its state. */
export function PracticeDeeds({ practice }: { practice: PracticeOut }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const mayWrite = useMayWrite(practice);
  const mayPublish = usePermission('good_practices:publish');
  const [open, setOpen] = useState<'edit' | 'propose' | 'publish' | 'return' | 'withdraw' | null>(null);
  const { id, state, version } = practice;
  const close = () => setOpen(null);
  const propose = async () => {
    await proposeGoodPractice({ path: { id }, headers: ifMatch(version) });
    await refreshPractices(queryClient);
    toast(t`已推荐给党委办。`);
    close();
  };
  if (!mayWrite || state === 'withdrawn') return null;
  return (
    <>
      {!(state === 'proposed' && mayPublish) && (
        <Button onClick={() => setOpen('withdraw')}>
          <Trans>撤下</Trans>
        </Button>
      )}
      {state === 'draft' && (
        <>
          <Button onClick={() => setOpen('edit')}>
            <Trans>修改</Trans>
          </Button>
          <Button type="primary" onClick={() => setOpen('propose')}>
            <Trans>推荐给党委办</Trans>
          </Button>
        </>
      )}
      {state === 'proposed' && mayPublish && (
        <>
          <Button onClick={() => setOpen('return')}>
            <Trans>退回</Trans>
          </Button>
          <Button type="primary" onClick={() => setOpen('publish')}>
            <Trans>发布</Trans>
          </Button>
        </>
      )}
      <Dialog open={open === 'edit'} place="side" title={t`修改好做法`} onClose={close}>
        <EditPracticeForm practice={practice} onDone={close} />
      </Dialog>
      <Dialog open={open === 'propose'} title={t`推荐给党委办`} onClose={close}>
        <Question answer={<Trans>推荐</Trans>} onAnswer={propose} onCancel={close}>
          <Trans>推荐以后文字不能再改，党委办会发布或退回。图片里拍到孩子的，请先征得监护人同意。</Trans>
        </Question>
      </Dialog>
      <Dialog open={open === 'publish'} place="side" title={t`发布好做法`} onClose={close}>
        <PublishForm practice={practice} onDone={close} />
      </Dialog>
      <Dialog open={open === 'return'} title={t`退回给学校修改`} onClose={close}>
        <ReasonForm
          submit={<Trans>退回</Trans>}
          label={t`要改什么`}
          send={(body, current) => returnGoodPractice({ path: { id }, body, headers: ifMatch(current ?? version) })}
          done={t`已退回，学校会在待办里看到。`}
          onDone={close}
        >
          <Trans>退回以后又是草稿，学校改好可以再推荐。</Trans>
        </ReasonForm>
      </Dialog>
      <Dialog open={open === 'withdraw'} title={t`撤下`} onClose={close}>
        <ReasonForm
          submit={<Trans>撤下</Trans>}
          label={t`撤下原因`}
          send={(body, current) => withdrawGoodPractice({ path: { id }, body, headers: ifMatch(current ?? version) })}
          done={t`已撤下。`}
          onDone={close}
        >
          {state === 'published' ? (
            <Trans>撤下以后别人马上看不到，也不能再发布；本校和党委办还留着记录。</Trans>
          ) : (
            <Trans>撤下以后不能再推荐和发布；本校和党委办还留着记录。</Trans>
          )}
        </ReasonForm>
      </Dialog>
    </>
  );
}
