import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { toast } from '@desk/components/toaster';
import { organisationQuery } from '@desk/features/organisations/queries';
import { useMe } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { newId } from '@shared/api/writes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { refreshVisits } from './queries';
import { useReach } from './reach';
import type { Aim } from './saving';
import { forgetTyped, keepTyped, recallTyped, type Typed } from './typed';
import { VisitForm } from './VisitForm';
import styles from './VisitForm.module.css';
import { VisitNames } from './VisitNames';
import { emptyValues } from './values';
import { WhoAndWhere } from './WhoAndWhere';

const about = 'new';

/** Records a visit at the desk: one's own, an instructor's, or from a paper form. */
export function NewVisitPage({ institutionId }: { institutionId?: string | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const userId = useMe().user.id;
  const forOthers = useReach() === 'bureau';
  const [recalled, setRecalled] = useState(() => recallTyped(userId, about));
  const [attempt, setAttempt] = useState(0);
  const preset = useQuery({ ...organisationQuery(institutionId ?? ''), enabled: Boolean(institutionId) && !recalled });
  const done = async (visit: VisitOut, aim: Aim) => {
    forgetTyped(userId, about);
    await refreshVisits(queryClient);
    toast(aim === 'submit' ? t`已提交，等待机构确认。` : t`草稿已保存。`);
    await navigate({ to: '/visits/$id', params: { id: visit.id } });
  };

  return (
    <>
      <PageHead
        title={<Trans>补录入校指导</Trans>}
        note={
          forOthers ? (
            <Trans>替指导员填报，或把纸质记录表补录进来。与手机填报同等有效。</Trans>
          ) : (
            <Trans>在电脑上填报自己的入校指导。与手机填报同等有效。</Trans>
          )
        }
      />
      {recalled && (
        <div className={styles.recalled} role="status">
          <Trans>已恢复您上次没有保存的内容。</Trans>
          <Button
            size="small"
            onClick={() => {
              forgetTyped(userId, about);
              setRecalled(null);
              setAttempt(attempt + 1);
            }}
          >
            <Trans>不要了，重新填写</Trans>
          </Button>
        </div>
      )}
      {preset.isLoading ? (
        <Loading />
      ) : (
        <VisitForm
          key={attempt}
          begun={recalled ?? fresh(preset.data)}
          mayChoosePeople={forOthers}
          head={({ base, ...head }) =>
            base ? <VisitNames visit={base} /> : <WhoAndWhere {...head} forOthers={forOthers} />
          }
          aims={[
            { aim: 'keep', label: <Trans>存为草稿</Trans> },
            { aim: 'submit', label: <Trans>保存并提交</Trans> },
          ]}
          onTyped={(typed) => keepTyped(userId, about, typed)}
          onDone={(visit, aim) => void done(visit, aim)}
          onCancel={() => void navigate({ to: '/visits' })}
        />
      )}
    </>
  );
}

function fresh(institution: { id: string; name: string } | undefined): Typed {
  return {
    id: newId(),
    values: emptyValues(new Date(), institution?.id),
    base: null,
    names: institution ? { [institution.id]: institution.name } : {},
  };
}
