import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { TextField } from '@desk/components/FormFields';
import { LongTextField } from '@desk/components/LongTextField';
import { Question } from '@desk/components/Question';
import { SaveForm } from '@desk/components/SaveForm';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ChecklistOut, changeChecklist, discardChecklist, publishChecklist } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { refreshStandards } from './queries';
import styles from './Standards.module.css';

interface Fields {
  title: string;
  basis: string | null;
  items: { code?: string; title: string; description?: string | null }[];
}

const mostItems = 20;

/** The draft of the next edition: items are reworded, moved, added, taken out; saved first, then published. */
export function DraftForm({ draft }: { draft: ChecklistOut }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'publish' | 'discard' | null>(null);
  const close = () => setAsked(null);
  return (
    <Card
      heading={
        <Trans>
          {draft.title}：第 {draft.edition} 版草稿（只有本局看得到）
        </Trans>
      }
      actions={
        <span className={styles.draftDeeds}>
          <Button danger onClick={() => setAsked('discard')}>
            <Trans>删除草稿</Trans>
          </Button>
          <Button onClick={() => setAsked('publish')}>
            <Trans>发布这一版</Trans>
          </Button>
        </span>
      }
    >
      <SaveForm<Fields>
        initial={{ title: draft.title, basis: draft.basis, items: draft.items }}
        submit={<Trans>保存草稿</Trans>}
        whole={['items']}
        labels={{ title: t`清单名称`, basis: t`依据` }}
        save={async ({ title, basis, items }, version) => {
          const body = {
            title,
            basis,
            items: items.map((item) => ({ ...item, description: item.description ?? '' })),
          };
          await changeChecklist({ path: { id: draft.id }, body, headers: ifMatch(version ?? draft.version) });
          toast(t`草稿已保存，还没有发布。`);
          await refreshStandards(queryClient);
        }}
      >
        <TextField name="title" label={t`清单名称`} required max={60} />
        <TextField name="basis" label={t`依据（选填）`} hint={t`例如文号。`} />
        <Form.List name="items">
          {(rows, { add, remove, move }) => (
            <>
              {rows.map((row, place) => (
                <div key={row.key} className={styles.draftItem}>
                  <Form.Item name={[row.name, 'code']} hidden>
                    <Input />
                  </Form.Item>
                  <TextField
                    name={[row.name as unknown as string, 'title']}
                    label={t`第 ${place + 1} 条`}
                    required
                    max={60}
                  />
                  <LongTextField
                    name={[row.name as unknown as string, 'description']}
                    label={t`怎样算达到（选填）`}
                    max={300}
                    rows={1}
                  />
                  <span className={styles.deeds}>
                    <Button
                      disabled={place === 0}
                      aria-label={t`第 ${place + 1} 条：上移`}
                      onClick={() => move(place, place - 1)}
                    >
                      <Trans>上移</Trans>
                    </Button>
                    <Button
                      disabled={rows.length === 1}
                      aria-label={t`第 ${place + 1} 条：删去`}
                      onClick={() => remove(row.name)}
                    >
                      <Trans>删去</Trans>
                    </Button>
                  </span>
                </div>
              ))}
              <Button onClick={() => add({ title: '', description: '' })} disabled={rows.length >= mostItems}>
                <Trans>增加一条</Trans>
              </Button>
            </>
          )}
        </Form.List>
      </SaveForm>
      <Dialog open={asked === 'publish'} title={t`发布第 ${draft.edition} 版`} onClose={close}>
        <Question
          answer={<Trans>发布</Trans>}
          onCancel={close}
          onAnswer={async () => {
            await publishChecklist({ path: { id: draft.id }, headers: ifMatch(draft.version) });
            toast(t`已发布。以后的检查用这一版。`);
            await refreshStandards(queryClient);
          }}
        >
          <p>
            <Trans>
              发布的是最近一次保存的草稿。发布后不能再改，只能再出新的一版；以前的检查仍按当时的那一版保存。
            </Trans>
          </p>
        </Question>
      </Dialog>
      <Dialog open={asked === 'discard'} title={t`删除第 ${draft.edition} 版草稿`} onClose={close}>
        <Question
          danger
          answer={<Trans>删除草稿</Trans>}
          onCancel={close}
          onAnswer={async () => {
            await discardChecklist({ path: { id: draft.id }, headers: ifMatch(draft.version) });
            toast(t`草稿已删除。`);
            await refreshStandards(queryClient);
          }}
        >
          <p>
            <Trans>草稿里的改动会全部删除，不能恢复。正在使用的清单和以前的检查都不受影响。</Trans>
          </p>
        </Question>
      </Dialog>
    </Card>
  );
}
