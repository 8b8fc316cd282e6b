import { Card } from '@desk/components/Card';
import { LongTextField } from '@desk/components/LongTextField';
import { ItemAnswers } from '@desk/features/standards/ItemAnswers';
import { checklistsQuery } from '@desk/features/standards/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ChecklistOut } from '@shared/api/gen';
import { useQuery } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useEffect } from 'react';
import styles from './VisitForm.module.css';
import type { VisitValues } from './values';

/** What was found in the activity room: offered where that was one of the duties, nothing forced. */
export function RoomRows() {
  const { t } = useLingui();
  const form = Form.useFormInstance<VisitValues>();
  const duties = Form.useWatch('duties', form) as VisitValues['duties'] | undefined;
  const noted = Form.useWatch(['activity_room', 'checklist_id'], { form, preserve: true }) as string | undefined;
  const written = Form.useWatch('activity_room', form) as VisitValues['activity_room'] | undefined;
  const checklists = useQuery(checklistsQuery);
  const offered = duties?.includes('activity_room') || noted !== undefined;
  // A visit keeps the edition that it was begun with.
  const checklist = checklists.data?.find((each) =>
    noted ? each.id === noted : each.kind === 'activity_room' && each.state === 'published',
  );
  useEffect(() => {
    if (!offered || !checklist) return;
    const known = form.getFieldValue('activity_room') as VisitValues['activity_room'];
    form.setFieldValue('activity_room', { ...known, ...of(checklist) });
  }, [form, offered, checklist]);
  if (!offered || !checklist) return null;
  return (
    <Card
      heading={<Trans>党群活动室（选填）</Trans>}
      actions={
        saysSomething(written) && (
          // A choice among a few cannot be taken back by itself: whoever did not look after all clears the whole part.
          <Button onClick={() => form.setFieldValue('activity_room', { ...of(checklist), answers: {}, summary: '' })}>
            <Trans>清空这一部分</Trans>
          </Button>
        )
      }
    >
      <p className={styles.note}>
        <Trans>看了哪几项就填哪几项。提交后会列入这家机构的「规范建设」。</Trans>
      </p>
      <ItemAnswers items={checklist.items} under={['activity_room', 'answers']} forced={false} />
      <LongTextField name={['activity_room', 'summary']} label={t`小结（选填）`} max={2000} rows={1} />
    </Card>
  );
}

/** The edition that the answers belong to, and what its items are called. */
function of({ id, items }: ChecklistOut) {
  return { checklist_id: id, titles: Object.fromEntries(items.map(({ code, title }) => [code, title])) };
}

function saysSomething(room: VisitValues['activity_room'] | undefined): boolean {
  const answers = Object.values(room?.answers ?? {});
  return Boolean(room?.summary) || answers.some((answer) => answer?.result || answer?.note);
}
