import { Card } from '@desk/components/Card';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Mark } from '@desk/components/Mark';
import { useReach } from '@desk/features/visits/reach';
import { Trans, useLingui } from '@lingui/react/macro';
import { dispatchLook } from '@shared/domain/dispatches';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import styles from './OrganisationPage.module.css';
import { dispatchesQuery, formerNamesQuery } from './queries';

/** Who was and is dispatched here. */
export function DispatchHistory({ id }: { id: string }) {
  const query = useQuery(dispatchesQuery(id));
  const ofTheBureau = useReach() === 'bureau';
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const dispatches = query.data?.items;
  return (
    <Card heading={<Trans>派驻指导员</Trans>}>
      {dispatches?.length === 0 && (
        <p className={styles.nothing}>
          <Trans>还没有派驻指导员。可在名册的「派驻」表中填写后导入。</Trans>
        </p>
      )}
      <ul className={styles.lines}>
        {dispatches?.map((dispatch) => (
          <li key={dispatch.id}>
            {ofTheBureau ? (
              <Link to="/people/$id" params={{ id: dispatch.instructor_id }}>
                {dispatch.instructor_name}
              </Link>
            ) : (
              <span>{dispatch.instructor_name}</span>
            )}
            <Mark look={dispatchLook[dispatch.state]} />
            <span className={styles.quiet}>
              {dispatch.ends_on ? (
                <Trans>
                  {dispatch.starts_on} 至 {dispatch.ends_on}
                </Trans>
              ) : (
                <Trans>自 {dispatch.starts_on} 起</Trans>
              )}
              {dispatch.document_number && ` · ${dispatch.document_number}`}
              {dispatch.end_reason && ` · ${dispatch.end_reason}`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Names borne before, with their last day; nothing when there are none. */
export function FormerNames({ id }: { id: string }) {
  const { t } = useLingui();
  const names = useQuery(formerNamesQuery(id)).data?.items ?? [];
  if (names.length === 0) return null;
  return (
    <Card heading={t`曾用名`}>
      <ul className={styles.lines}>
        {names.map((former) => (
          <li key={former.id}>
            {former.name}
            <span className={styles.quiet}>
              <Trans>用到 {former.until_on}</Trans>
              {former.reason && ` · ${former.reason}`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
