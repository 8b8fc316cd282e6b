import { Dialog } from '@desk/components/Dialog';
import { Question } from '@desk/components/Question';
import { toast } from '@desk/components/toaster';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  activateCommunity,
  approveCommunity,
  type CommunityOut,
  discardCommunity,
  withdrawCommunityApproval,
} from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { ClosingForm } from './ClosingForm';
import { CommunityPapersForm } from './CommunityForm';
import { refreshCommunities } from './queries';
import { JoinForm, LeaveForm, RenewForm } from './TermForms';

type Deed =
  | 'papers'
  | 'approve'
  | 'withdraw'
  | 'activate'
  | 'discard'
  | 'join'
  | 'leave'
  | 'renew'
  | 'complete'
  | 'dissolve';

const possible: Record<CommunityOut['state'], Deed[]> = {
  draft: ['discard', 'join', 'leave', 'papers', 'approve'],
  approved: ['withdraw', 'join', 'leave', 'papers', 'activate'],
  active: ['dissolve', 'complete', 'renew', 'leave', 'join', 'papers'],
  renewed: [],
  dissolved: [],
  completed: [],
};

/** What the Party office can do with a community in its present state; the main step last. */
export function CommunityDeeds({ community }: { community: CommunityOut }) {
  const { t } = useLingui();
  const mayWrite = usePermission('communities:write');
  const [open, setOpen] = useState<Deed | null>(null);
  if (!mayWrite) return null;
  const close = () => setOpen(null);
  const words: Record<Deed, string> = {
    papers: t`修改资料`,
    approve: t`批准`,
    withdraw: t`退回草稿`,
    activate: t`启动`,
    discard: t`删除草稿`,
    join: t`添加结对学校`,
    leave: t`学校退出`,
    renew: t`续签`,
    complete: t`期满结束`,
    dissolve: t`解除`,
  };
  const several = community.schools.filter((school) => school.left_on === null).length > 1;
  const deeds = possible[community.state].filter((deed) => deed !== 'leave' || several);
  return (
    <>
      {deeds.map((deed) => (
        <Button
          key={deed}
          type={deed === 'approve' || deed === 'activate' ? 'primary' : 'default'}
          danger={deed === 'dissolve' || deed === 'discard'}
          onClick={() => setOpen(deed)}
        >
          {words[deed]}
        </Button>
      ))}
      <Dialog open={open !== null} title={open ? `${words[open]} · ${community.name}` : ''} onClose={close}>
        {open && <Form deed={open} community={community} onDone={close} />}
      </Dialog>
    </>
  );
}

function Form({ deed, community, onDone }: { deed: Deed; community: CommunityOut; onDone: () => void }) {
  const props = { community, onDone };
  switch (deed) {
    case 'papers':
      return <CommunityPapersForm {...props} />;
    case 'join':
      return <JoinForm {...props} />;
    case 'leave':
      return <LeaveForm {...props} />;
    case 'renew':
      return <RenewForm {...props} />;
    case 'complete':
      return <ClosingForm deed="complete" {...props} />;
    case 'dissolve':
      return <ClosingForm deed="dissolve" {...props} />;
    default:
      return <StepQuestion deed={deed} {...props} />;
  }
}

interface StepProps {
  deed: 'approve' | 'withdraw' | 'activate' | 'discard';
  community: CommunityOut;
  onDone: () => void;
}

function StepQuestion({ deed, community, onDone }: StepProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const asked = { path: { id: community.id }, headers: ifMatch(community.version) };
  const answer = async () => {
    if (deed === 'approve') await approveCommunity(asked);
    else if (deed === 'withdraw') await withdrawCommunityApproval(asked);
    else if (deed === 'activate') await activateCommunity(asked);
    else await discardCommunity(asked);
    if (deed === 'discard') await navigate({ to: '/communities' });
    await refreshCommunities(queryClient);
    toast({ approve: t`已批准。`, withdraw: t`已退回草稿。`, activate: t`已启动。`, discard: t`草稿已删除。` }[deed]);
    onDone();
  };
  return (
    <Question
      danger={deed === 'discard'}
      answer={{ approve: t`批准`, withdraw: t`退回草稿`, activate: t`启动`, discard: t`删除草稿` }[deed]}
      onAnswer={answer}
      onCancel={onDone}
    >
      {deed === 'approve' && <Trans>批准以后，帮建学校和开始日期不能再改。</Trans>}
      {deed === 'withdraw' && <Trans>撤回批准，改回草稿。改好以后再批准；不办了的，可以删除草稿。</Trans>}
      {deed === 'activate' && (
        <Trans>启动以后，两边学校可以安排和登记活动，每所结对学校自动有两个力争目标，从加入之日起算 36 个月。</Trans>
      )}
      {deed === 'discard' && <Trans>这份草稿和它的结对学校会一起删除，不能恢复。</Trans>}
    </Question>
  );
}
