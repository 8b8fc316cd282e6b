import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { toast } from '@desk/components/toaster';
import { useMe } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { visitLook } from '@shared/domain/visits';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { refreshVisits, visitQuery } from './queries';
import { useReach } from './reach';
import type { Aim } from './saving';
import { forgetTyped, keepTyped, recallTyped, type Typed } from './typed';
import { VisitForm } from './VisitForm';
import styles from './VisitForm.module.css';
import { VisitNames } from './VisitNames';
import { valuesOf } from './values';

interface Props {
  id: string;
  /** `edit` goes on with a draft or a returned visit, `revise` corrects one that was handed in. */
  action: 'edit' | 'revise';
}

/** Changes a visit. The form begins once the visit is there and keeps its beginning while others change it. */
export function EditVisitPage({ id, action }: Props) {
  const { i18n } = useLingui();
  const query = useQuery(visitQuery(id));
  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const visit = query.data;
  return (
    <>
      <PageHead
        title={action === 'revise' ? <Trans>更正入校指导</Trans> : <Trans>修改入校指导</Trans>}
        note={`${visit.institution_name} · ${visit.visited_on} · ${i18n._(visitLook[visit.state].label)}`}
      />
      <Editor visit={visit} action={action} />
    </>
  );
}

function Editor({ visit, action }: { visit: VisitOut; action: Props['action'] }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const userId = useMe().user.id;
  const forOthers = useReach() === 'bureau';
  const about = `${visit.id}.${action}`;
  const [recalled, setRecalled] = useState(() => recallTyped(userId, about));
  const [begun, setBegun] = useState<Typed>(() => recalled ?? typedFrom(visit));
  // What may be done is asked at the beginning only: a change meanwhile must not take the form away.
  const [mayBegin] = useState(recalled !== null || visit.actions.includes(action));
  const back = () => void navigate({ to: '/visits/$id', params: { id: visit.id } });

  if (!mayBegin) {
    return (
      <EmptyPanel
        reason="no_right"
        title={<Trans>这条记录现在不能改</Trans>}
        action={
          <Link to="/visits/$id" params={{ id: visit.id }}>
            <Trans>回到这条记录</Trans>
          </Link>
        }
      >
        <Trans>草稿和退回的记录由填写人修改；提交过的用「更正」；已作废的请另记一条。</Trans>
      </EmptyPanel>
    );
  }
  const done = async (saved: VisitOut, aim: Aim) => {
    forgetTyped(userId, about);
    queryClient.setQueryData(visitQuery(saved.id).queryKey, saved);
    await refreshVisits(queryClient);
    toast(aim === 'keep' ? t`已保存。` : t`已提交，等待机构确认。`);
    back();
  };
  return (
    <>
      {recalled && (
        <div className={styles.recalled} role="status">
          <Trans>已恢复您上次没有保存的内容。</Trans>
          <Button
            size="small"
            onClick={() => {
              forgetTyped(userId, about);
              setRecalled(null);
              setBegun(typedFrom(visit));
            }}
          >
            <Trans>不要了，用现在的记录</Trans>
          </Button>
        </div>
      )}
      <VisitForm
        key={recalled ? 'recalled' : 'fresh'}
        begun={begun}
        mayChoosePeople={forOthers}
        head={() => <VisitNames visit={visit} />}
        aims={action === 'revise' ? aimsOf.revise : visit.state === 'returned' ? aimsOf.returned : aimsOf.draft}
        onTyped={(typed) => keepTyped(userId, about, typed)}
        onDone={(saved, aim) => void done(saved, aim)}
        onCancel={back}
      />
    </>
  );
}

const keep = { aim: 'keep', label: <Trans>保存</Trans> } as const;

const aimsOf: Record<'draft' | 'returned' | 'revise', readonly { aim: Aim; label: ReactNode }[]> = {
  draft: [keep, { aim: 'submit', label: <Trans>保存并提交</Trans> }],
  returned: [keep, { aim: 'submit', label: <Trans>保存并重新提交</Trans> }],
  revise: [{ aim: 'revise', label: <Trans>提交更正</Trans> }],
};

function typedFrom(visit: VisitOut): Typed {
  const names = Object.fromEntries(visit.co_visitors.map(({ id, name }) => [id, name]));
  return { id: visit.id, values: valuesOf(visit), base: visit, names };
}
