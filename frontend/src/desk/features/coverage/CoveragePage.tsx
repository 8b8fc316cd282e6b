import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { LedgerLink } from '@desk/components/LedgerLink';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { PageHead } from '@desk/components/PageHead';
import { useSections } from '@desk/features/organisations/queries';
import { useReach } from '@desk/features/visits/reach';
import { Trans, useLingui } from '@lingui/react/macro';
import { listInstitutionCoverages } from '@shared/api/gen';
import { wholeList } from '@shared/api/whole-list';
import { checkLabel, coverageLook, groupKinds, groupLabel } from '@shared/domain/coverage';
import { institutionKinds, organisationKindLabel } from '@shared/domain/organisations';
import { useQuery } from '@tanstack/react-query';
import { CoverageFigures } from './CoverageFigures';
import { coverageColumns } from './coverage-columns';
import { type CoverageFilters, institutionCoveragesQuery } from './queries';

type Search = ListSearch & {
  institution_id?: string;
  coverage?: string;
  group?: string;
  group_missing?: string;
  to_check?: string;
  kind?: string;
  section_id?: string;
};

/** How the Party's organisations and the mass groups reach the private institutions. */
export function CoveragePage({ search }: { search: Search }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const sections = useSections();
  const own = useReach() === 'institution';
  const query = useQuery(institutionCoveragesQuery({ ...(search as CoverageFilters), include: 'total' }));
  const { sort: _, cursor: __, ...filters } = search;
  const { cursor: ___, ...rest } = search;
  const filtered = Object.values(filters).some(Boolean);
  const groups = groupKinds.map((kind) => ({ value: kind, label: i18n._(groupLabel[kind]) }));
  return (
    <>
      <PageHead
        title={<Trans>党组织覆盖</Trans>}
        ledger={t`党员与党组织覆盖台账`}
        note={<Trans>每家民办机构的党员人数、党组织覆盖方式和群团组织。点机构名称，可以登记和查看历史。</Trans>}
        actions={<LedgerLink list="institution-coverages" search={{ ...search }} />}
      />
      {!own && (
        <div data-screen-only="">
          <CoverageFigures />
        </div>
      )}
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按名称查找机构`}
          placeholder={t`名称、曾用名或拼音首字母`}
          value={search.q}
          onChange={(q) => list.change({ q })}
        />
        <ChoiceFilter
          label={t`覆盖方式`}
          value={search.coverage}
          onChange={(coverage) => list.change({ coverage })}
          choices={Object.entries(coverageLook).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
        <ChoiceFilter
          label={t`已有群团`}
          value={search.group}
          onChange={(group) => list.change({ group })}
          choices={groups}
        />
        <ChoiceFilter
          label={t`还没有的群团`}
          value={search.group_missing}
          onChange={(group_missing) => list.change({ group_missing })}
          choices={groups}
        />
        <ChoiceFilter
          label={t`需要看一看`}
          value={search.to_check}
          onChange={(to_check) => list.change({ to_check })}
          choices={Object.entries(checkLabel).map(([value, label]) => ({ value, label: i18n._(label) }))}
        />
        <ChoiceFilter
          label={t`类别`}
          value={search.kind}
          onChange={(kind) => list.change({ kind })}
          choices={institutionKinds.map((kind) => ({ value: kind, label: i18n._(organisationKindLabel[kind]) }))}
        />
        <ChoiceFilter
          label={t`归口股室`}
          value={search.section_id}
          onChange={(section_id) => list.change({ section_id })}
          choices={sections.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </FilterBar>
      <DataTable
        id="institution-coverages"
        caption={t`民办机构的党员和党组织覆盖`}
        columns={coverageColumns}
        search={{ sort: 'name', ...search }}
        query={query}
        rowKey={(row) => row.institution_id}
        whole={() =>
          wholeList((page) => listInstitutionCoverages({ query: { ...(rest as CoverageFilters), ...page } }))
        }
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的机构</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有民办机构</Trans>}>
              <Trans>机构进了名册，就会出现在这里。</Trans>
            </EmptyPanel>
          )
        }
      />
    </>
  );
}
