import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ChoiceField, DateField } from '@desk/components/FormFields';
import fields from '@desk/components/FormFields.module.css';
import { filled } from '@desk/components/form-values';
import { LongTextField } from '@desk/components/LongTextField';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { type CommunityOut, createCommunityPlanItem, type PlanItemOut } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { type Strand, strandLabel, strands } from '@shared/domain/strands';
import { dateOf } from '@shared/time/zone';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './Communities.module.css';
import { PlanLine } from './PlanLine';
import { planItemsQuery } from './queries';
import { type School, useOwnSchools } from './sides';

/** A year's key tasks and needs: each side writes its own. */
export function PlanCard({ community }: { community: CommunityOut }) {
  const { t } = useLingui();
  const [year, setYear] = useState(Number(dateOf(new Date()).slice(0, 4)));
  const [adding, setAdding] = useState<PlanItemOut['kind'] | null>(null);
  const query = useQuery(planItemsQuery(community.id, year));
  const own = useOwnSchools(community);
  const mayAdd = own.length > 0 && community.ends_on === null;
  const close = () => setAdding(null);
  return (
    <Card
      heading={<Trans>{year} 年重点任务和需求</Trans>}
      actions={
        <span className={styles.deeds}>
          <Button aria-label={t`上一年 ${year - 1}`} onClick={() => setYear(year - 1)}>
            {year - 1}
          </Button>
          <Button aria-label={t`下一年 ${year + 1}`} onClick={() => setYear(year + 1)}>
            {year + 1}
          </Button>
        </span>
      }
    >
      <div className={styles.plan}>
        <PlanList
          heading={t`重点任务`}
          items={query.data?.filter((item) => item.kind === 'key_task')}
          own={own}
          onAdd={mayAdd ? () => setAdding('key_task') : undefined}
        />
        <PlanList
          heading={t`需求清单`}
          items={query.data?.filter((item) => item.kind === 'need')}
          own={own}
          onAdd={mayAdd ? () => setAdding('need') : undefined}
        />
      </div>
      <Dialog open={adding !== null} title={adding === 'need' ? t`添加需求` : t`添加重点任务`} onClose={close}>
        {adding && <AddPlanItem community={community} kind={adding} year={year} schools={own} onDone={close} />}
      </Dialog>
    </Card>
  );
}

interface ListProps {
  heading: string;
  items: readonly PlanItemOut[] | undefined;
  own: readonly School[];
  onAdd: (() => void) | undefined;
}

function PlanList({ heading, items, own, onAdd }: ListProps) {
  const { t } = useLingui();
  return (
    <section>
      <div className={styles.line}>
        <h3>{heading}</h3>
        {onAdd && (
          <Button size="small" aria-label={t`添加${heading}`} onClick={onAdd}>
            <Trans>添加</Trans>
          </Button>
        )}
      </div>
      <ul className={styles.lines}>
        {items?.map((item) => (
          <PlanLine key={item.id} item={item} mine={own.some((school) => school.id === item.school_id)} />
        ))}
        {items?.length === 0 && (
          <li className={styles.quiet}>
            <Trans>这一年还没有。</Trans>
          </li>
        )}
      </ul>
    </section>
  );
}

interface AddProps {
  community: CommunityOut;
  kind: PlanItemOut['kind'];
  year: number;
  schools: readonly School[];
  onDone: () => void;
}

function AddPlanItem({ community, kind, year, schools, onDone }: AddProps) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  return (
    <SaveForm<{ school_id: string; strand: Strand; content: string; due_on?: string | null }>
      initial={{ strand: 'teaching', ...(schools[0] && { school_id: schools[0].id }) }}
      submit={<Trans>添加</Trans>}
      onCancel={onDone}
      save={async (values) => {
        const body = filled({ ...values, community_id: community.id, kind, year });
        await createCommunityPlanItem({ body, headers: idempotencyKey(key) });
        await queryClient.invalidateQueries({ queryKey: ['communities', 'plan', community.id] });
        onDone();
      }}
    >
      <div className={fields.pair}>
        <ChoiceField
          name="school_id"
          label={t`学校`}
          required
          choices={schools.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <ChoiceField
          name="strand"
          label={t`板块`}
          required
          choices={strands.map((strand) => ({ value: strand, label: i18n._(strandLabel[strand]) }))}
        />
      </div>
      <LongTextField name="content" label={t`内容`} required max={500} rows={2} />
      <DateField name="due_on" label={t`完成期限（选填）`} />
    </SaveForm>
  );
}
