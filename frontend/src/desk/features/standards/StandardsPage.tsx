import { ButtonLink } from '@desk/components/ButtonLink';
import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { LedgerLink } from '@desk/components/LedgerLink';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { useReach } from '@desk/features/visits/reach';
import { msg } from '@lingui/core/macro';
import { useLingui as useTranslation } from '@lingui/react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { InstitutionStandards, LatestReview } from '@shared/api/gen';
import { type ChecklistKind, checklistKinds, checklistLabel, reviewModeLabel } from '@shared/domain/standards';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AssumedNotice } from './AssumedNotice';
import { type InstitutionFilters, institutionsQuery } from './queries';
import { ResultLegend, ResultStrip } from './ResultStrip';
import styles from './Standards.module.css';

/** Institutions with what was last found by each checklist: by name, no order of merit. */
export function StandardsPage({ search }: { search: ListSearch & { never?: string } }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayReview = usePermission('standards:review');
  const onlyOwn = useReach() === 'institution';
  const { sort: _, ...filters } = search;
  const query = useQuery(institutionsQuery({ ...(filters as InstitutionFilters), include: 'total' }));
  const filtered = Boolean(search.q || search.never);
  return (
    <>
      <PageHead
        title={<Trans>规范建设</Trans>}
        note={<Trans>五个规范和党群活动室五项标准，逐项记下看到的情况。只记事实，不打分、不排名。</Trans>}
        actions={
          <>
            <ButtonLink to="/standards/checklists">
              <Trans>看清单</Trans>
            </ButtonLink>
            <LedgerLink list="standards-reviews" search={{}} />
            {mayReview && (
              <ButtonLink to="/standards/new" primary>
                {onlyOwn ? <Trans>填写自查</Trans> : <Trans>登记联合检查</Trans>}
              </ButtonLink>
            )}
          </>
        }
      />
      <AssumedNotice />
      {!onlyOwn && (
        <FilterBar onClear={filtered ? list.clear : undefined}>
          <SearchFilter
            label={t`按机构查找`}
            placeholder={t`机构名称或拼音首字母`}
            value={search.q}
            onChange={(words) => list.change({ q: words })}
          />
          <ChoiceFilter
            label={t`还没有查过`}
            value={search.never}
            onChange={(chosen) => list.change({ never: chosen })}
            choices={checklistKinds.map((kind) => ({ value: kind, label: i18n._(checklistLabel[kind]) }))}
          />
        </FilterBar>
      )}
      <ResultLegend />
      <DataTable
        id="standards"
        caption={t`各机构最近一次检查`}
        columns={columns}
        search={search}
        query={query}
        rowKey={(row) => row.institution_id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的机构</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有民办机构</Trans>}>
              <Trans>名册导入后，机构会列在这里。</Trans>
            </EmptyPanel>
          )
        }
      />
    </>
  );
}

const columns: Column<InstitutionStandards>[] = [
  {
    key: 'institution',
    title: msg`机构`,
    fixed: true,
    render: (row) => (
      <Link to="/standards/institutions/$id" params={{ id: row.institution_id }}>
        {row.institution_name}
      </Link>
    ),
  },
  ...checklistKinds.map((kind) => ({
    key: kind,
    title: checklistLabel[kind],
    render: (row: InstitutionStandards) => <Latest review={row[kind]} institution={row.institution_id} kind={kind} />,
  })),
];

interface LatestProps {
  review: LatestReview | null;
  institution: string;
  kind: ChecklistKind;
}

function Latest({ review, institution, kind }: LatestProps) {
  const { i18n } = useTranslation();
  if (!review)
    return (
      <span className={styles.quiet}>
        <Trans>还没有查过</Trans>
      </span>
    );
  return (
    <span className={styles.latest}>
      <ResultStrip results={review.results} />
      <Link to="/standards/institutions/$id" params={{ id: institution }} search={{ kind }} className={styles.quiet}>
        {review.reviewed_on} {i18n._(reviewModeLabel[review.mode])}
      </Link>
    </span>
  );
}
