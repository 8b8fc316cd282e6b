import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { EvidenceCard } from '@desk/features/evidence/EvidenceCard';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { endBackboneTeacher, reopenBackboneTeacher } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { teacherStageLook } from '@shared/domain/development';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { EndPersonForm } from './EndPersonForm';
import { teacherQuery } from './queries';
import { ReopenPersonForm } from './ReopenPersonForm';
import { TeacherForm } from './TeacherForm';

/** One backbone teacher: stages, mentor, proof. */
export function TeacherPage({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useQuery(teacherQuery(id));
  const mayWrite = usePermission('development:write');
  const [open, setOpen] = useState<'edit' | 'end' | 'reopen' | null>(null);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const teacher = query.data;
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        title={teacher.name}
        note={
          <>
            {teacher.school_name} <Mark look={teacherStageLook[teacher.stage]} />
          </>
        }
        actions={
          mayWrite &&
          (teacher.ended_on === null ? (
            <>
              <Button onClick={() => setOpen('end')}>
                <Trans>终止培养</Trans>
              </Button>
              <Button type="primary" onClick={() => setOpen('edit')}>
                <Trans>修改或进入下一阶段</Trans>
              </Button>
            </>
          ) : (
            <Button onClick={() => setOpen('reopen')}>
              <Trans>恢复</Trans>
            </Button>
          ))
        }
      />
      <Card heading={<Trans>培养情况</Trans>}>
        <Facts
          facts={[
            { label: <Trans>学科</Trans>, value: teacher.subject },
            { label: <Trans>导师</Trans>, value: teacher.mentor_name },
            { label: <Trans>确定日期</Trans>, value: teacher.selected_on },
            { label: <Trans>培养日期</Trans>, value: teacher.training_on },
            { label: <Trans>认定日期</Trans>, value: teacher.recognised_on },
            { label: <Trans>认定文号</Trans>, value: teacher.recognition_document },
            teacher.ended_on !== null && {
              label: <Trans>终止</Trans>,
              value: `${teacher.ended_on} ${teacher.end_reason}`,
            },
          ]}
        />
      </Card>
      <EvidenceCard
        subjectType="backbone_teacher"
        subjectId={id}
        closed={teacher.ended_on !== null}
        nothing={<Trans>还没有。可以上传认定文件、证书和培训记录。</Trans>}
      />
      <Dialog open={open === 'edit'} place="side" title={t`修改${teacher.name}`} onClose={close}>
        <TeacherForm teacher={teacher} onDone={close} onCancel={close} />
      </Dialog>
      <Dialog open={open === 'end'} title={t`终止培养`} onClose={close}>
        <EndPersonForm
          end={(body, version) =>
            endBackboneTeacher({ path: { id }, body, headers: ifMatch(version ?? teacher.version) })
          }
          onDone={close}
        />
      </Dialog>
      <Dialog open={open === 'reopen'} title={t`恢复培养`} onClose={close}>
        <ReopenPersonForm
          reopen={(version) => reopenBackboneTeacher({ path: { id }, headers: ifMatch(version ?? teacher.version) })}
          onDone={close}
        />
      </Dialog>
    </>
  );
}
