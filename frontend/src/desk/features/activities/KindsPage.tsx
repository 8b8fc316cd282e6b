import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { ChoiceField, TextField } from '@desk/components/FormFields';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { SaveForm } from '@desk/components/SaveForm';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  type ActivityKindIn,
  type ActivityKindOut,
  changeActivityKind,
  createActivityKind,
  listActivityKinds,
} from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { idempotencyKey, ifMatch, newId } from '@shared/api/writes';
import { strandLabel, strands } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import styles from '../communities/Communities.module.css';

/** The bureau's list of kinds, by strand: added to, renamed, taken out of what is offered. */
export function KindsPage() {
  const { t, i18n } = useLingui();
  const mayWrite = usePermission('activity_kinds:write');
  const [open, setOpen] = useState<'add' | ActivityKindOut | null>(null);
  const query = useQuery({
    queryKey: ['activities', 'kinds', 'all'],
    queryFn: ({ signal }) => wholeList((page) => listActivityKinds({ query: { retired: true, ...page }, signal })),
  });
  const close = () => setOpen(null);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <PageHead
        title={<Trans>活动类型</Trans>}
        note={<Trans>登记活动时可以选的类型。停用的不再出现在选项里，已登记的活动不受影响。</Trans>}
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setOpen('add')}>
              <Trans>增加类型</Trans>
            </Button>
          )
        }
      />
      <div className={styles.strands}>
        {strands.map((strand) => (
          <Card key={strand} heading={i18n._(strandLabel[strand])}>
            <ul className={styles.lines}>
              {query.data
                .filter((kind) => kind.strand === strand)
                .map((kind) => (
                  <KindLine key={kind.id} kind={kind} mayWrite={mayWrite} onRename={() => setOpen(kind)} />
                ))}
            </ul>
          </Card>
        ))}
      </div>
      <Dialog open={open === 'add'} title={t`增加活动类型`} onClose={close}>
        <KindForm onDone={close} />
      </Dialog>
      <Dialog open={open !== null && open !== 'add'} title={t`更名`} onClose={close}>
        {open !== null && open !== 'add' && <KindForm kind={open} onDone={close} />}
      </Dialog>
    </>
  );
}

interface LineProps {
  kind: ActivityKindOut;
  mayWrite: boolean;
  onRename: () => void;
}

function KindLine({ kind, mayWrite, onRename }: LineProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const retiring = useMutation({
    mutationFn: () =>
      changeActivityKind({
        path: { id: kind.id },
        body: { retired_on: kind.retired_on ? null : dateOf(new Date()) },
        headers: ifMatch(kind.version),
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['activities', 'kinds'] }),
  });
  return (
    <li className={styles.line}>
      <span className={kind.retired_on ? styles.quiet : undefined}>
        {kind.name}
        {kind.retired_on && (
          <>
            {' '}
            <Trans>（已停用）</Trans>
          </>
        )}
      </span>
      {mayWrite && (
        <span className={styles.deeds}>
          <Button size="small" aria-label={t`${kind.name}：更名`} onClick={onRename}>
            <Trans>更名</Trans>
          </Button>
          <Button
            size="small"
            disabled={retiring.isPending}
            aria-label={kind.retired_on ? t`${kind.name}：启用` : t`${kind.name}：停用`}
            onClick={() => retiring.mutate()}
          >
            {kind.retired_on ? <Trans>启用</Trans> : <Trans>停用</Trans>}
          </Button>
        </span>
      )}
    </li>
  );
}

function KindForm({ kind, onDone }: { kind?: ActivityKindOut; onDone: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<ActivityKindIn>
      initial={kind ?? { strand: 'teaching' }}
      submit={<Trans>保存</Trans>}
      onCancel={onDone}
      labels={{ name: t`名称` }}
      save={async ({ strand, name }, version) => {
        if (kind) {
          const headers = ifMatch(version ?? kind.version);
          await changeActivityKind({ path: { id: kind.id }, body: { name }, headers });
        } else await createActivityKind({ body: { strand, name }, headers: idempotencyKey(key) });
        await queryClient.invalidateQueries({ queryKey: ['activities', 'kinds'] });
        onDone();
      }}
    >
      {!kind && (
        <ChoiceField
          name="strand"
          label={t`板块`}
          required
          choices={strands.map((value) => ({ value, label: i18n._(strandLabel[value]) }))}
        />
      )}
      <TextField name="name" label={t`名称`} required max={40} />
    </SaveForm>
  );
}
