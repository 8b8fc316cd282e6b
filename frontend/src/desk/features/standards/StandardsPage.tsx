import { ButtonLink } from '@desk/components/ButtonLink';
import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { LedgerLink } from '@desk/components/LedgerLink';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { PageHead } from '@desk/components/PageHead';
import { useSections } from '@desk/features/organisations/queries';
import { usePermission } from '@desk/features/session/queries';
import { useReach } from '@desk/features/visits/reach';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui as useTranslation } from '@lingui/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { type InstitutionStandards, type LatestReview, listInstitutionStandards } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { institutionKinds, organisationKindLabel } from '@shared/domain/organisations';
import {
  type ChecklistKind,
  checklistKinds,
  checklistLabel,
  reviewedLabel,
  reviewModeLabel,
} from '@shared/domain/standards';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AssumedNotice } from './AssumedNotice';
import { checklistsQuery, type InstitutionFilters, institutionsQuery } from './queries';
import { ResultLegend, ResultStrip } from './ResultStrip';
import styles from './Standards.module.css';

type Search = ListSearch & {
  kind?: string;
  section_id?: string;
  checklist?: string;
  reviewed?: string;
  not_met?: string;
};

/** Institutions with what was last found by each checklist: by name, no order of merit. */
export function StandardsPage({ search }: { search: Search }) {
  const { t } = useLingui();
  const list = useListNavigation();
  const mayReview = usePermission('standards:review');
  const onlyOwn = useReach() === 'institution';
  const { sort: _, ...filters } = search;
  const query = useQuery(institutionsQuery({ ...(filters as InstitutionFilters), include: 'total' }));
  const { cursor: __, ...chosen } = filters;
  const filtered = Object.values(chosen).some(Boolean);
  return (
    <>
      <PageHead
        title={<Trans>规范建设</Trans>}
        ledger={t`规范建设台账`}
        note={<Trans>五个规范和党群活动室五项标准，逐项记下看到的情况。只记事实，不打分、不排名。</Trans>}
        actions={
          <>
            <ButtonLink to="/standards/checklists">
              <Trans>看清单</Trans>
            </ButtonLink>
            <LedgerLink list="institution-standards" search={{ ...search }} />
            {mayReview && (
              <ButtonLink to="/standards/new" primary>
                {onlyOwn ? <Trans>填写自查</Trans> : <Trans>登记联合检查</Trans>}
              </ButtonLink>
            )}
          </>
        }
      />
      <AssumedNotice />
      {!onlyOwn && <Filters search={search} onChange={list.change} onClear={filtered ? list.clear : undefined} />}
      <ResultLegend />
      <DataTable
        id="standards"
        caption={t`各机构最近一次检查`}
        columns={columns}
        search={search}
        query={query}
        rowKey={(row) => row.institution_id}
        whole={() =>
          wholeList((page) => listInstitutionStandards({ query: { ...(chosen as InstitutionFilters), ...page } }))
        }
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

interface FiltersProps {
  search: Search;
  onChange: (patch: Record<string, string | undefined>) => void;
  onClear: (() => void) | undefined;
}

function Filters({ search, onChange, onClear }: FiltersProps) {
  const { t, i18n } = useLingui();
  const sections = useSections();
  const checklists = useQuery(checklistsQuery);
  const items = checklistKinds.flatMap((kind) => {
    const inForce = checklists.data?.find((each) => each.kind === kind && each.state === 'published');
    const name = i18n._(checklistLabel[kind]);
    return (inForce?.items ?? []).map(({ code, title }) => ({ value: `${kind}.${code}`, label: `${name}：${title}` }));
  });
  return (
    <FilterBar onClear={onClear}>
      <SearchFilter
        label={t`按机构查找`}
        placeholder={t`名称、曾用名或拼音首字母`}
        value={search.q}
        onChange={(q) => onChange({ q })}
      />
      <ChoiceFilter
        label={t`检查情况`}
        value={search.reviewed}
        // Which checklist is meant matters only beside this.
        onChange={(reviewed) => onChange(reviewed ? { reviewed } : { reviewed, checklist: undefined })}
        choices={Object.entries(reviewedLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
      />
      {search.reviewed && (
        <ChoiceFilter
          label={t`按哪份清单`}
          value={search.checklist}
          onChange={(checklist) => onChange({ checklist })}
          choices={checklistKinds.map((kind) => ({ value: kind, label: i18n._(checklistLabel[kind]) }))}
        />
      )}
      <ChoiceFilter
        label={t`最近一次没达到`}
        value={search.not_met}
        onChange={(not_met) => onChange({ not_met })}
        choices={items}
      />
      <ChoiceFilter
        label={t`类别`}
        value={search.kind}
        onChange={(kind) => onChange({ kind })}
        choices={institutionKinds.map((kind) => ({ value: kind, label: i18n._(organisationKindLabel[kind]) }))}
      />
      <ChoiceFilter
        label={t`归口股室`}
        value={search.section_id}
        onChange={(section_id) => onChange({ section_id })}
        choices={sections.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </FilterBar>
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
  { key: 'kind', title: msg`类别`, extra: true, render: (row) => i18n._(organisationKindLabel[row.kind]) },
  { key: 'section', title: msg`归口股室`, extra: true, render: (row) => row.section_name ?? '—' },
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
