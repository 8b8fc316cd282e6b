import { Trans, useLingui } from '@lingui/react/macro';
import { asProblem } from '@shared/api/problem';
import { roleLabel } from '@shared/domain/roles';
import { chosenLanguage, ownName, rememberLanguage } from '@shared/i18n/language';
import { useState } from 'react';
import { signOut, useSession } from '../../session/session';
import { chooseBigType, isBigType } from '../../shell/bigType';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { OneOf } from '../../ui/Choices';
import { TopBar } from '../../ui/TopBar';
import styles from './AccountPage.module.css';
import { SignIns } from './SignIns';

/** Who I am here, how large the type is, and the way out. */
export function AccountPage() {
  const { t, i18n } = useLingui();
  const session = useSession();
  const [big, setBig] = useState(isBigType);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');
  if (session.state !== 'signed_in') return null;
  const { user, roles, bureau } = session.me;

  const leave = async () => {
    setBusy(true);
    try {
      await signOut();
    } catch (error) {
      setRefusal(asProblem(error).detail || t`没有退出成功，请检查网络后再试。`);
      setBusy(false);
    }
  };

  return (
    <>
      <TopBar title={<Trans>我的</Trans>} />
      <div className={styles.page}>
        <Card>
          <p className={styles.name}>{user.name}</p>
          <p className={styles.note}>{bureau.name}</p>
          <ul className={styles.roles}>
            {roles.map((held) => (
              <li key={`${held.role} ${held.organisation_id}`}>
                <strong>{i18n._(roleLabel[held.role])}</strong>
                <span className={styles.note}> {held.organisation_name}</span>
              </li>
            ))}
          </ul>
        </Card>
        <Card>
          <OneOf
            legend={<Trans>字号</Trans>}
            choices={[
              { value: 'normal', label: <Trans>标准</Trans> },
              { value: 'big', label: <Trans>大字（长辈版）</Trans> },
            ]}
            value={big ? 'big' : 'normal'}
            onChange={(value) => {
              chooseBigType(value === 'big');
              setBig(value === 'big');
            }}
          />
          <OneOf
            legend={<Trans>语言</Trans>}
            choices={[
              { value: 'zh-CN', label: <span lang="zh-CN">{ownName('zh-CN')}</span> },
              { value: 'en', label: <span lang="en">{ownName('en')}</span> },
            ]}
            value={chosenLanguage()}
            onChange={(value) => {
              rememberLanguage(value);
              window.location.reload();
            }}
          />
        </Card>
        <SignIns />
        <a className={styles.link} href="/">
          <Trans>打开电脑版</Trans>
        </a>
        {refusal && (
          <p role="alert" className={styles.refusal}>
            {refusal}
          </p>
        )}
        <Button wide busy={busy} onClick={leave}>
          <Trans>退出登录</Trans>
        </Button>
      </div>
    </>
  );
}
