import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { asProblem } from '@shared/api/problem';
import { obligationLook } from '@shared/domain/obligations';
import { monthInWords, monthOf } from '@shared/time/zone';
import { useState } from 'react';
import { Link } from '../../router';
import { useSession } from '../../session/session';
import { listDrafts } from '../../store';
import { Button } from '../../ui/Button';
import { Mark } from '../../ui/Mark';
import { Panel } from '../../ui/Panel';
import { TopBar } from '../../ui/TopBar';
import { useLoaded } from '../../useLoaded';
import type { VisitDraft } from '../visits/drafts';
import styles from './InstitutionsPage.module.css';
import { type InstitutionOfMonth, institutionsOfMonth, nearestFirst } from './institutionsOfMonth';
import { whereAmI } from './whereAmI';

/** What this month asks of me: each institution, its state, and the way into a record. */
export function InstitutionsPage() {
  const { t, i18n } = useLingui();
  const session = useSession();
  const me = session.state === 'signed_in' ? session.me : null;
  const month = monthOf(new Date());
  const person = me?.user.person_id ?? null;
  const [sorted, setSorted] = useState<InstitutionOfMonth[] | null>(null);
  const [note, setNote] = useState('');
  const loaded = useLoaded(async () => {
    const [institutions, drafts] = await Promise.all([
      institutionsOfMonth(month, person),
      listDrafts<VisitDraft>(me?.user.id ?? '', 'visit'),
    ]);
    return { institutions, drafted: new Set(drafts.map((draft) => draft.institutionId)) };
  }, [month, person]);

  const sortByDistance = async (institutions: InstitutionOfMonth[]) => {
    setNote(t`正在读取位置…`);
    const here = await whereAmI();
    setNote(here ? '' : t`没有取得位置，仍按原来的顺序显示。`);
    if (here) setSorted(nearestFirst(institutions, here));
  };

  const title = <Trans>{monthInWords(month, i18n.locale)}的任务</Trans>;
  if (loaded.state === 'loading') return <TopBar title={title} />;
  if (loaded.state === 'failed') {
    const problem = asProblem(loaded.error);
    return (
      <>
        <TopBar title={title} />
        <Panel
          look="error"
          title={problem.kind === 'offline' ? <Trans>连不上服务器</Trans> : <Trans>没有读到本月任务</Trans>}
          requestId={problem.requestId}
          action={
            <Button look="main" onClick={loaded.again}>
              <Trans>重试</Trans>
            </Button>
          }
        >
          <Trans>已保存在手机里的内容不受影响。</Trans>
        </Panel>
      </>
    );
  }
  const { institutions, drafted } = loaded.value;
  if (institutions.length === 0) {
    return (
      <>
        <TopBar title={title} />
        <Panel look="empty" title={<Trans>本月没有派驻给您的机构</Trans>}>
          <Trans>如果名册里应当有，请联系党委办核对派驻。</Trans>
        </Panel>
      </>
    );
  }
  const left = institutions.filter((institution) => institution.status === 'open').length;
  return (
    <>
      <TopBar title={title} />
      <div className={styles.page}>
        <p className={styles.summary}>
          {left === 0 ? (
            <Trans>本月都走到了，辛苦了。</Trans>
          ) : (
            <Plural value={left} one="还有 # 家待入校" other="还有 # 家待入校" />
          )}
        </p>
        <ul className={styles.list}>
          {(sorted ?? institutions).map((institution) => (
            <li key={institution.id}>
              <Link to={`/visits/new/${institution.id}`} className={styles.card}>
                <span className={styles.name}>{institution.name}</span>
                <span className={styles.facts}>
                  {institution.status && <Mark look={obligationLook[institution.status]} />}
                  {drafted.has(institution.id) && (
                    <span className={styles.draft}>
                      <Trans>有未提交的草稿</Trans>
                    </span>
                  )}
                  {institution.metres !== null && (
                    <span>
                      <Trans>约 {(institution.metres / 1000).toFixed(1)} 公里</Trans>
                    </span>
                  )}
                </span>
                {institution.address && <span className={styles.address}>{institution.address}</span>}
              </Link>
            </li>
          ))}
        </ul>
        {!sorted && institutions.some((institution) => institution.position) && (
          <Button wide onClick={() => sortByDistance(institutions)}>
            <Trans>按远近排列（会询问位置，可以不给）</Trans>
          </Button>
        )}
        <p role="status">{note}</p>
      </div>
    </>
  );
}
