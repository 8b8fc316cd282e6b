import { opinionCategoryLabel } from '@desk/features/opinions/looks';
import { Trans, useLingui } from '@lingui/react/macro';
import { visitDutyLabel } from '@shared/domain/visits';
import type { ReactNode } from 'react';
import styles from './BlankVisitForm.module.css';
import { inOneLine } from './looks';

interface Props {
  bureau: string;
  /** Printed where they are known, else left to the pen. */
  institution?: string | undefined;
  instructor?: string | undefined;
}

/** The sheet itself: one A4 page. */
export function BlankVisitForm({ bureau, institution, instructor }: Props) {
  const { i18n } = useLingui();
  const categories = inOneLine(
    Object.values(opinionCategoryLabel).map((label) => i18n._(label)),
    i18n,
  );
  return (
    <article className={styles.sheet}>
      <p className={styles.bureau}>{bureau}</p>
      <h2 className={styles.title}>
        <Trans>党建工作指导员入校指导记录表</Trans>
      </h2>
      <table className={styles.form}>
        <tbody>
          <tr>
            <th scope="row">
              <Trans>机构名称</Trans>
            </th>
            <td className={styles.wide}>{institution}</td>
            <th scope="row">
              <Trans>指导员</Trans>
            </th>
            <td>{instructor}</td>
          </tr>
          <tr>
            <th scope="row">
              <Trans>日期</Trans>
            </th>
            <td>
              <Day />
            </td>
            <th scope="row">
              <Trans>同行人员</Trans>
            </th>
            <td />
          </tr>
          <tr>
            <th scope="row">
              <Trans>时间</Trans>
            </th>
            <td>
              <span className={styles.blanks}>
                <Trans>
                  <i />时<i />分 至 <i />时<i />分
                </Trans>
              </span>
            </td>
            <th scope="row">
              <Trans>接触人员</Trans>
            </th>
            <td />
          </tr>
          <tr>
            <th scope="row">
              <Trans>方式</Trans>
            </th>
            <td colSpan={3}>
              <span className={styles.boxes}>
                <Box>
                  <Trans>到校（园、机构）</Trans>
                </Box>
                <Box>
                  <Trans>其他方式（电话、线上等，不计入当月任务）</Trans>
                </Box>
              </span>
            </td>
          </tr>
          <tr>
            <th scope="row">
              <Trans>工作内容</Trans>
              <small>
                <Trans>在方框内打勾，可多选</Trans>
              </small>
            </th>
            <td colSpan={3}>
              <span className={styles.duties}>
                {Object.entries(visitDutyLabel).map(([duty, label]) => (
                  <Box key={duty}>{i18n._(label)}</Box>
                ))}
              </span>
            </td>
          </tr>
          <tr className={styles.tall}>
            <th scope="row">
              <Trans>了解到的情况</Trans>
            </th>
            <td colSpan={3} />
          </tr>
          <tr className={styles.tall}>
            <th scope="row">
              <Trans>提出的建议</Trans>
            </th>
            <td colSpan={3} />
          </tr>
          <tr className={styles.opinions}>
            <th scope="row">
              <Trans>机构的意见建议</Trans>
              <small>
                <Trans>逐条写，没有则写“无”</Trans>
              </small>
            </th>
            <td colSpan={3}>
              <small>
                <Trans>每条注明类别：{categories}</Trans>
              </small>
              <ol className={styles.lines}>
                <li />
                <li />
                <li />
              </ol>
            </td>
          </tr>
          <tr className={styles.signatures}>
            <td colSpan={2}>
              <Trans>指导员（签名）</Trans>
              <Day />
            </td>
            <td colSpan={2}>
              <Trans>机构负责人（签名、盖章）</Trans>
              <Day />
            </td>
          </tr>
        </tbody>
      </table>
      <footer className={styles.foot}>
        <p>
          <Trans>
            说明：本表与手机、电脑填报同等有效，由党委办补录后存档。一次入校填一张；两人同去填一张，写明同行人员。
          </Trans>
        </p>
        <p className={styles.entered}>
          <Trans>
            补录人 <i /> 补录日期 <i />
          </Trans>
        </p>
      </footer>
    </article>
  );
}

/** A box to be ticked with a pen. */
function Box({ children }: { children: ReactNode }) {
  return (
    <span className={styles.box}>
      <span aria-hidden="true" className={styles.square} />
      {children}
    </span>
  );
}

function Day() {
  return (
    <span className={styles.blanks}>
      <Trans>
        <i />年<i />月<i />日
      </Trans>
    </span>
  );
}
