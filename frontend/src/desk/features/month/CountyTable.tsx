import { Card } from '@desk/components/Card';
import { Trans, useLingui } from '@lingui/react/macro';
import type { County } from '@shared/api/gen';
import { obligationLook, obligationStatuses } from '@shared/domain/obligations';
import styles from './MonthPage.module.css';

/** The counties' figures of the month, in their usual order: facts, not a ranking. */
export function CountyTable({ counties }: { counties: readonly County[] }) {
  const { t, i18n } = useLingui();
  return (
    <Card heading={<Trans>各县</Trans>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on narrow screens it scrolls, and by keyboard only so */}
      <section className={styles.wide} tabIndex={0} aria-label={t`各县情况表`}>
        <table className={styles.counties}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>县</Trans>
              </th>
              <th scope="col">
                <Trans>应完成</Trans>
              </th>
              {obligationStatuses.map((status) => (
                <th key={status} scope="col">
                  {i18n._(obligationLook[status].label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counties.map((county) => {
              const total = county.totals.at(-1);
              return (
                <tr key={county.id}>
                  <th scope="row">{county.name}</th>
                  <td>{total?.owed.count ?? 0}</td>
                  {obligationStatuses.map((status) => (
                    <td key={status}>{total?.statuses[status].count ?? 0}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
