import { Card } from '@desk/components/Card';
import { Dialog } from '@desk/components/Dialog';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { Loading } from '@desk/components/Loading';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { Question } from '@desk/components/Question';
import { toast } from '@desk/components/toaster';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { deleteSession, listSessions, type SessionOut } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import type { StateLook } from '@shared/domain/obligations';
import { minuteOf } from '@shared/time/zone';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import styles from './SignInsPage.module.css';

const signInsQuery = queryOptions({
  queryKey: ['sign-ins'],
  queryFn: ({ signal }) => wholeList((page) => listSessions({ query: page, signal })),
});

const thisDevice: StateLook = { label: msg`本机`, sign: '●', tone: 'good' };

/** Where one's own account is signed in, and the way to end what is not wanted. */
export function SignInsPage() {
  const { t } = useLingui();
  const query = useQuery(signInsQuery);
  const [ending, setEnding] = useState<SessionOut | null>(null);
  const others = query.data?.filter((session) => !session.current) ?? [];
  return (
    <>
      <PageHead
        title={<Trans>登录的设备</Trans>}
        note={<Trans>您的账号现在登录在这些浏览器里。不认识的，请让它退出，并修改密码。</Trans>}
      />
      {query.isPending && <Loading />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <Card
          heading={<Trans>现在登录着</Trans>}
          actions={
            <Link to="/password">
              <Trans>修改密码</Trans>
            </Link>
          }
        >
          <ul className={styles.devices}>
            {query.data.map((session) => (
              <SignIn key={session.id} session={session} onEnd={() => setEnding(session)} />
            ))}
          </ul>
          {others.length === 0 && (
            <p className={styles.quiet}>
              <Trans>没有别的设备登录着您的账号。</Trans>
            </p>
          )}
        </Card>
      )}
      <Dialog open={ending !== null} title={t`让这台设备退出登录？`} onClose={() => setEnding(null)}>
        {ending && <EndQuestion session={ending} onDone={() => setEnding(null)} />}
      </Dialog>
    </>
  );
}

function SignIn({ session, onEnd }: { session: SessionOut; onEnd: () => void }) {
  const since = minuteOf(session.created_at);
  const until = minuteOf(session.expires_at);
  return (
    <li className={styles.device}>
      <div>
        <strong>{session.device_label}</strong> {session.current && <Mark look={thisDevice} />}
        <p className={styles.quiet}>
          <Trans>
            {since} 登录，最迟 {until} 自动退出
          </Trans>
        </p>
      </div>
      {!session.current && (
        <Button onClick={onEnd}>
          <Trans>让它退出</Trans>
          <span className="visually-hidden">
            {session.device_label} {since}
          </span>
        </Button>
      )}
    </li>
  );
}

function EndQuestion({ session, onDone }: { session: SessionOut; onDone: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const since = minuteOf(session.created_at);
  return (
    <Question
      danger
      answer={<Trans>让它退出</Trans>}
      onCancel={onDone}
      onAnswer={async () => {
        await deleteSession({ path: { id: session.id } });
        await queryClient.invalidateQueries(signInsQuery);
        toast(t`那台设备已退出登录。`);
        onDone();
      }}
    >
      <Trans>
        {session.device_label}，{since} 登录。它的下一次操作就会要求重新登录，那边没有保存的内容可能丢失。
      </Trans>
    </Question>
  );
}
