import { ButtonLink } from '@desk/components/ButtonLink';
import { DataTable } from '@desk/components/DataTable';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { useListNavigation } from '@desk/components/list-search';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { addMonths, monthInWords, monthOf } from '@shared/time/zone';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { InstitutionFilter, InstructorFilter } from './InstitutionFilter';
import { visitsQuery } from './queries';
import { StateFilter } from './StateFilter';
import { visitColumns } from './visit-columns';
import { filtersOf, type VisitSearch } from './visit-search';

/** How many months back the filter offers. */
const offeredMonths = 24;

/** Visits within the reader's reach, the newest first. */
export function VisitsPage({ search }: { search: VisitSearch }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayRecord = usePermission('visits:record');
  const query = useQuery(visitsQuery({ ...filtersOf(search), include: 'total' }));
  const { q, institution_id, instructor_id, month, state } = search;
  const filtered = Boolean(q || institution_id || instructor_id || month || state);

  return (
    <>
      <PageHead
        title={<Trans>入校指导</Trans>}
        note={<Trans>指导员每次入校的记录。手机填报、电脑填报和纸质补录同等有效。</Trans>}
        actions={
          <>
            <ButtonLink to="/print/visit-form">
              <Trans>空白记录表</Trans>
            </ButtonLink>
            {mayRecord && (
              <ButtonLink to="/visits/new" primary>
                <Trans>补录入校指导</Trans>
              </ButtonLink>
            )}
          </>
        }
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按机构或指导员查找`}
          placeholder={t`机构、指导员或拼音首字母`}
          value={q}
          onChange={(words) => list.change({ q: words })}
        />
        <InstitutionFilter value={institution_id} />
        <InstructorFilter value={instructor_id} />
        <ChoiceFilter
          label={t`月份`}
          value={month}
          onChange={(chosen) => list.change({ month: chosen })}
          choices={monthsToChoose(month).map((value) => ({ value, label: monthInWords(value, i18n.locale) }))}
        />
      </FilterBar>
      <StateFilter value={state} onChange={(states) => list.change({ state: states })} />
      <DataTable
        id="visits"
        caption={t`入校指导列表`}
        columns={visitColumns(i18n)}
        search={{ sort: '-started_at', ...search }}
        query={query}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的入校指导</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel
              reason="nothing_yet"
              title={<Trans>还没有入校指导记录</Trans>}
              action={
                mayRecord && (
                  <Link to="/visits/new">
                    <Trans>补录一次入校指导</Trans>
                  </Link>
                )
              }
            >
              <Trans>指导员在手机上填报，或在这里补录后，记录会出现在这里。</Trans>
            </EmptyPanel>
          )
        }
      />
    </>
  );
}

/** The last months, the present one first; a chosen one that lies further back is offered too. */
function monthsToChoose(chosen: string | undefined): string[] {
  const present = monthOf(new Date());
  const months = Array.from({ length: offeredMonths }, (_, back) => addMonths(present, -back));
  return chosen && !months.includes(chosen) ? [...months, chosen] : months;
}
