import { copyText } from '@desk/components/copy-text';
import { toast } from '@desk/components/toaster';
import { Trans, useLingui } from '@lingui/react/macro';
import type { OauthClientOpened } from '@shared/api/gen';
import { Button } from 'antd';
import styles from './Clients.module.css';

/** Code and secret of a client, the only time that the secret is shown. */
export function SecretSheet({ opened }: { opened: OauthClientOpened }) {
  const { t } = useLingui();
  if (opened.client_secret === null) {
    return (
      <section className={styles.secret} aria-label={t`编号和密钥`}>
        <strong>
          <Trans>密钥已经显示过一次，不会再显示</Trans>
        </strong>
        <span>
          <Trans>编号是 {opened.client_id}。没有记下密钥的话，请再换一个。</Trans>
        </span>
      </section>
    );
  }
  const copy = async () => {
    const copied = await copyText(`${opened.client_id}\n${opened.client_secret}`);
    toast(copied ? t`已复制。` : t`没有复制成功，请选中文字自己复制。`);
  };
  return (
    <section className={styles.secret} aria-label={t`编号和密钥`}>
      <strong>
        <Trans>请现在记下密钥，离开这里就再也看不到了</Trans>
      </strong>
      <div className={styles.pair}>
        <span>
          <Trans>编号</Trans>
        </span>
        <span className={styles.value}>{opened.client_id}</span>
        <span>
          <Trans>密钥</Trans>
        </span>
        <span className={styles.value}>{opened.client_secret}</span>
      </div>
      <span className={styles.deeds}>
        <Button onClick={() => void copy()}>
          <Trans>复制编号和密钥</Trans>
        </Button>
      </span>
      <span>
        <Trans>请当面或用加密的方式交给对方，不要发在聊天群里。丢了可以换一个。</Trans>
      </span>
    </section>
  );
}
