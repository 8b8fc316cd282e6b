import { PageHead } from '@desk/components/PageHead';
import { PickFilter } from '@desk/components/PickFilter';
import { PrintButton } from '@desk/components/PrintPage';
import { dispatchesQuery, organisationQuery } from '@desk/features/organisations/queries';
import { useMe, usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { readOrganisation } from '@shared/api/gen';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { BlankVisitForm } from './BlankVisitForm';
import styles from './BlankVisitForm.module.css';
import { findInstitutions } from './queries';

/** A blank form for those who prefer paper, with the institution's name on it if one is chosen. */
export function BlankVisitFormPage({ institutionId }: { institutionId: string | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const me = useMe();
  const mayReadOrganisations = usePermission('organisations:read');
  const mayReadDispatches = usePermission('dispatches:read');
  const chosen = Boolean(institutionId);
  const institution = useQuery({ ...organisationQuery(institutionId ?? ''), enabled: chosen && mayReadOrganisations });
  const dispatches = useQuery({ ...dispatchesQuery(institutionId ?? ''), enabled: chosen && mayReadDispatches });
  const inPost = dispatches.data?.items.find((dispatch) => dispatch.state === 'active');
  return (
    <>
      <div className={styles.tools}>
        <PageHead
          title={<Trans>空白入校指导记录表</Trans>}
          note={<Trans>打印在一张 A4 纸上，手写后交党委办补录，与手机填报同等有效。</Trans>}
          actions={
            <>
              {mayReadOrganisations && (
                <PickFilter
                  label={t`机构`}
                  value={institutionId}
                  none={t`不填写`}
                  searchKey="institutions"
                  find={findInstitutions}
                  nameOf={async (id, signal) => (await readOrganisation({ path: { id }, signal })).name}
                  onChange={(id) =>
                    void navigate({ to: '/print/visit-form', search: id ? { institution_id: id } : {}, replace: true })
                  }
                />
              )}
              <PrintButton />
            </>
          }
        />
      </div>
      <div className={styles.desk} data-own-sheet="">
        <BlankVisitForm
          bureau={me.bureau.name}
          institution={chosen ? institution.data?.name : undefined}
          instructor={chosen ? inPost?.instructor_name : undefined}
        />
      </div>
    </>
  );
}
