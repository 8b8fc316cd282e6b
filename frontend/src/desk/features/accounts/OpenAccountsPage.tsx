import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import { useProblemWords } from '@desk/components/problem-words';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { createActivationSlips, type PersonOut, type Role } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { idempotencyKey, newId } from '@shared/api/writes';
import { roleLabel } from '@shared/domain/roles';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './OpenAccountsPage.module.css';
import { PeopleChoice } from './PeopleChoice';
import { bulkRoles, peopleWithoutAccountQuery } from './queries';
import { SlipSheet } from './SlipSheet';

/** How many accounts one request opens at most; the service refuses more. */
const mostAtOnce = 200;

/** Opens accounts for many people of one role and prints their slips. */
export function OpenAccountsPage() {
  const { t, i18n } = useLingui();
  const words = useProblemWords();
  const people = useQuery(peopleWithoutAccountQuery);
  const [role, setRole] = useState<Role>('instructor');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [key, setKey] = useState(newId);
  const opening = useMutation({
    mutationFn: (picked: PersonOut[]) =>
      createActivationSlips({
        body: { items: picked.map(({ id, organisation_id }) => ({ person_id: id, role, organisation_id })) },
        headers: idempotencyKey(key),
      }),
  });
  if (opening.isSuccess) {
    return (
      <>
        <PageHead title={<Trans>账号条</Trans>} note={<Trans>账号已开通，待本人激活。</Trans>} />
        <SlipSheet slips={opening.data.items} />
        <Link to="/accounts" search={{ status: 'pending' }}>
          <Trans>查看待激活的账号</Trans>
        </Link>
      </>
    );
  }
  if (people.isPending) return <Loading />;
  if (people.isError) return <ErrorPanel error={people.error} onRetry={() => void people.refetch()} />;
  const picked = people.data.filter((person) => chosen.has(person.id));
  const problem = opening.isError ? asProblem(opening.error) : null;
  const change = (next: ReadonlySet<string>) => {
    setChosen(next);
    setKey(newId());
  };
  return (
    <>
      <PageHead
        title={<Trans>批量开通账号</Trans>}
        note={<Trans>为还没有账号的人员开通，并打印一次性的账号条。密码由本人设置，任何人都看不到。</Trans>}
      />
      {people.data.length === 0 ? (
        <EmptyPanel reason="nothing_yet" title={<Trans>所有在岗人员都有账号了</Trans>}>
          <Trans>新人员由党委办在「人员」中登记或随名册导入后，会出现在这里。</Trans>
        </EmptyPanel>
      ) : (
        <div className={styles.steps}>
          <label className={styles.role}>
            <Trans>角色</Trans>
            <select
              value={role}
              onChange={(event) => {
                setRole(event.target.value as Role);
                setKey(newId());
              }}
            >
              {bulkRoles.map((code) => (
                <option key={code} value={code}>
                  {i18n._(roleLabel[code])}
                </option>
              ))}
            </select>
            <span>
              <Trans>在各自所在单位担任。</Trans>
            </span>
          </label>
          <PeopleChoice people={people.data} chosen={chosen} onChange={change} />
          {problem && (
            <div role="alert" className={styles.refusal}>
              <p>{words(problem).what}</p>
              <ul>
                {problem.fields.map((field) => (
                  <li key={field.pointer + field.code}>
                    {personAt(field.pointer, picked)} {field.message}
                  </li>
                ))}
              </ul>
            </div>
          )}
          <div className={styles.actions}>
            <Button
              type="primary"
              size="large"
              disabled={picked.length === 0 || picked.length > mostAtOnce}
              loading={opening.isPending}
              onClick={() => opening.mutate(picked)}
            >
              <Plural value={picked.length} _0="请先选择人员" other="开通 # 个账号并生成账号条" />
            </Button>
            {picked.length > mostAtOnce && <span>{t`一次最多 ${mostAtOnce} 人，请分批。`}</span>}
          </div>
        </div>
      )}
    </>
  );
}

/** Whose entry a pointer such as `/items/3/person_id` means. */
function personAt(pointer: string, picked: readonly PersonOut[]): string {
  return picked[Number(pointer.split('/')[2])]?.name ?? '';
}
