import type { Column } from '@desk/components/columns';
import { Mark } from '@desk/components/Mark';
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { VisitBrief } from '@shared/api/gen';
import { visitChannelLabel, visitLook } from '@shared/domain/visits';
import { minuteOf } from '@shared/time/zone';
import { Link } from '@tanstack/react-router';
import { dutiesInWords, shortModeLabel } from './looks';
import styles from './VisitList.module.css';
import { VisitSpan } from './VisitSpan';

/** The columns of the list of visits. */
export function visitColumns(i18n: I18n): Column<VisitBrief>[] {
  return [
    {
      key: 'institution',
      title: msg`机构`,
      fixed: true,
      render: (row) => (
        <Link to="/visits/$id" params={{ id: row.id }}>
          {row.institution_name}
        </Link>
      ),
    },
    {
      key: 'instructor',
      title: msg`指导员`,
      render: (row) => <span className={styles.short}>{row.instructor_name}</span>,
    },
    {
      key: 'time',
      title: msg`时间`,
      sort: 'started_at',
      render: (row) => (
        <span className={styles.time}>
          <VisitSpan visit={row} />
        </span>
      ),
    },
    {
      key: 'mode',
      title: msg`方式`,
      render: (row) => <span className={styles.short}>{i18n._(shortModeLabel[row.mode])}</span>,
    },
    { key: 'state', title: msg`状态`, render: (row) => <Mark look={visitLook[row.state]} /> },
    {
      key: 'duties',
      title: msg`工作内容`,
      render: (row) => <span className={styles.duties}>{dutiesInWords(row.duties, i18n) || '—'}</span>,
    },
    {
      key: 'channel',
      title: msg`渠道`,
      render: (row) => <span className={styles.time}>{i18n._(visitChannelLabel[row.channel])}</span>,
    },
    {
      key: 'entered_at',
      title: msg`填报时间`,
      sort: 'entered_at',
      extra: true,
      render: (row) => <span className={styles.time}>{minuteOf(row.entered_at)}</span>,
    },
    {
      key: 'received_at',
      title: msg`收到时间`,
      extra: true,
      render: (row) => <span className={styles.time}>{row.received_at ? minuteOf(row.received_at) : '—'}</span>,
    },
  ];
}
