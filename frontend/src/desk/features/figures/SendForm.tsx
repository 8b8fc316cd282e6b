import { ChoiceField } from '@desk/components/FormFields';
import { SaveForm } from '@desk/components/SaveForm';
import { Trans, useLingui } from '@lingui/react/macro';
import { createFiguresDelivery } from '@shared/api/gen';
import { idempotencyKey, newId } from '@shared/api/writes';
import { addMonths, monthInWords, monthOf } from '@shared/time/zone';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../clients/Clients.module.css';

const offered = 12;

/** Sends one month's figures as they are now. */
export function SendForm({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  const [key] = useState(newId);
  const present = monthOf(new Date());
  const months = Array.from({ length: offered }, (_, back) => addMonths(present, -back));
  return (
    <SaveForm<{ month: string }>
      initial={{ month: addMonths(present, -1) }}
      submit={<Trans>报送</Trans>}
      onCancel={onDone}
      save={async (body) => {
        await createFiguresDelivery({ body, headers: idempotencyKey(key) });
        await queryClient.invalidateQueries({ queryKey: ['figures'] });
        onDone();
      }}
    >
      <p className={styles.said}>
        <Trans>
          报送的是这个月的统计数字（应完成多少家、已完成多少家），以此刻为准。里面没有任何机构和人员的名字。
        </Trans>
      </p>
      <ChoiceField
        name="month"
        label={t`月份`}
        required
        choices={months.map((value) => ({ value, label: monthInWords(value, i18n.locale) }))}
      />
    </SaveForm>
  );
}
