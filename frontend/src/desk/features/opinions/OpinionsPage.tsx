import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar } from '@desk/components/FilterBar';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { Mark } from '@desk/components/Mark';
import { PageHead } from '@desk/components/PageHead';
import { InstitutionFilter } from '@desk/features/visits/InstitutionFilter';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { OpinionOut } from '@shared/api/gen';
import { dateOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { opinionCategoryLabel, opinionLook } from './looks';
import styles from './Opinions.module.css';
import { type OpinionFilters, opinionsQuery } from './queries';

type Search = ListSearch & { institution_id?: string; category?: string; state?: string };

/** What institutions asked for, as noted on visits; to be read here. */
export function OpinionsPage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const { institution_id, category, state, cursor } = search;
  const filters = { institution_id, category, state, cursor } as OpinionFilters;
  const query = useQuery(opinionsQuery({ ...filters, include: 'total' }));
  const filtered = Boolean(institution_id || category || state);

  const columns: Column<OpinionOut>[] = [
    {
      key: 'text',
      title: msg`意见建议`,
      fixed: true,
      render: (row) =>
        row.visit_id ? (
          <Link to="/visits/$id" params={{ id: row.visit_id }} className={styles.text}>
            {row.text}
          </Link>
        ) : (
          <span className={styles.text}>{row.text}</span>
        ),
    },
    { key: 'category', title: msg`类别`, render: (row) => i18n._(opinionCategoryLabel[row.category]) },
    {
      key: 'institution',
      title: msg`机构`,
      render: (row) => (
        <Link to="/organisations/$id" params={{ id: row.institution_id }}>
          {row.institution_name}
        </Link>
      ),
    },
    {
      key: 'raised_at',
      title: msg`提出日期`,
      render: (row) => <span className={styles.date}>{dateOf(row.raised_at)}</span>,
    },
    { key: 'state', title: msg`状态`, render: (row) => <Mark look={opinionLook[row.state]} /> },
  ];

  return (
    <>
      <PageHead title={<Trans>意见建议</Trans>} note={<Trans>指导员入校时听到的意见和困难，最近提出的在前。</Trans>} />
      <p className={styles.notice}>
        <Trans>
          这里目前只能查看。转交归口股室和答复办理情况的功能，在系统以后的版本中提供；在那之前请按原有方式转办。
        </Trans>
      </p>
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <InstitutionFilter value={institution_id} />
        <ChoiceFilter
          label={t`类别`}
          value={category}
          onChange={(chosen) => list.change({ category: chosen })}
          choices={Object.entries(opinionCategoryLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
        />
        <ChoiceFilter
          label={t`状态`}
          value={state}
          onChange={(chosen) => list.change({ state: chosen })}
          choices={(['raised', 'withdrawn'] as const).map((value) => ({
            value,
            label: i18n._(opinionLook[value].label),
          }))}
        />
      </FilterBar>
      <DataTable
        id="opinions"
        caption={t`意见建议列表`}
        columns={columns}
        search={search}
        query={query}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的意见建议</Trans>}>
              <Trans>清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有意见建议</Trans>}>
              <Trans>指导员填报入校指导时记下机构的意见，提交后会列在这里。</Trans>
            </EmptyPanel>
          )
        }
      />
    </>
  );
}
