import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Facts } from '@desk/components/Facts';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { toast } from '@desk/components/toaster';
import lines from '@desk/features/organisations/OrganisationPage.module.css';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { dispatchLook } from '@shared/domain/dispatches';
import { personStatusLook } from '@shared/domain/people';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { PersonForm } from './PersonForm';
import { personQuery, postsQuery } from './queries';

/** One person: where they work, and the institutions they are dispatched to. */
export function PersonPage({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useQuery(personQuery(id));
  const mayWrite = usePermission('people:write');
  const mayReadDispatches = usePermission('dispatches:read');
  const [editing, setEditing] = useState(false);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const person = query.data;
  return (
    <>
      <PageHead
        title={person.name}
        note={<Mark look={personStatusLook[person.status]} />}
        actions={
          mayWrite && (
            <Button onClick={() => setEditing(true)}>
              <Trans>修改资料</Trans>
            </Button>
          )
        }
      />
      <Card heading={<Trans>基本情况</Trans>}>
        <Facts
          facts={[
            {
              label: <Trans>所在单位</Trans>,
              value: (
                <Link to="/organisations/$id" params={{ id: person.organisation_id }}>
                  {person.organisation_name}
                </Link>
              ),
            },
            { label: <Trans>职务</Trans>, value: person.duty },
            { label: <Trans>手机</Trans>, value: person.mobile },
            person.left_on !== null && { label: <Trans>离任日期</Trans>, value: person.left_on },
          ]}
        />
      </Card>
      {mayReadDispatches && <Posts id={id} />}
      <Dialog open={editing} title={t`修改${person.name}的资料`} onClose={() => setEditing(false)}>
        <PersonForm
          person={person}
          onCancel={() => setEditing(false)}
          onDone={() => {
            toast(t`已保存。`);
            setEditing(false);
          }}
        />
      </Dialog>
    </>
  );
}

/** The institutions that this person is or was dispatched to; nothing for those who never were. */
function Posts({ id }: { id: string }) {
  const query = useQuery(postsQuery(id));
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data || query.data.items.length === 0) return null;
  return (
    <Card heading={<Trans>派驻机构</Trans>}>
      <ul className={lines.lines}>
        {query.data.items.map((dispatch) => (
          <li key={dispatch.id}>
            <Link to="/organisations/$id" params={{ id: dispatch.institution_id }}>
              {dispatch.institution_name}
            </Link>
            <Mark look={dispatchLook[dispatch.state]} />
            <span className={lines.quiet}>
              {dispatch.ends_on ? (
                <Trans>
                  {dispatch.starts_on} 至 {dispatch.ends_on}
                </Trans>
              ) : (
                <Trans>自 {dispatch.starts_on} 起</Trans>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
