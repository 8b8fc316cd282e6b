import { Facts } from '@desk/components/Facts';
import { Trans, useLingui } from '@lingui/react/macro';
import type { VisitOut } from '@shared/api/gen';
import { visitChannelLabel } from '@shared/domain/visits';
import styles from './VisitForm.module.css';

/** Institution and instructor of a visit that is there: they never change. */
export function VisitNames({ visit }: { visit: VisitOut }) {
  const { i18n } = useLingui();
  return (
    <div className={styles.names}>
      <Facts
        facts={[
          { label: <Trans>机构</Trans>, value: visit.institution_name },
          { label: <Trans>指导员</Trans>, value: visit.instructor_name },
          { label: <Trans>记录来源</Trans>, value: i18n._(visitChannelLabel[visit.channel]) },
        ]}
      />
      <p className={styles.fixed}>
        <Trans>机构和指导员不能改。填错了请作废这条，另记一条。</Trans>
      </p>
    </div>
  );
}
