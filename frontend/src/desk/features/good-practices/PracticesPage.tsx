import { ButtonLink } from '@desk/components/ButtonLink';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { Loading } from '@desk/components/Loading';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { PageHead } from '@desk/components/PageHead';
import { Count, Pager } from '@desk/components/Pager';
import { PickFilter } from '@desk/components/PickFilter';
import { findOrganisations } from '@desk/features/organisations/queries';
import { usePermission } from '@desk/features/session/queries';
import { useReach } from '@desk/features/visits/reach';
import { Trans, useLingui } from '@lingui/react/macro';
import { readOrganisation } from '@shared/api/gen';
import { strandLabel, strands } from '@shared/domain/strands';
import { useQuery } from '@tanstack/react-query';
import { PracticeCard } from './PracticeCard';
import styles from './Practices.module.css';
import { type PracticeFilters, practicesQuery } from './queries';
import { StateTabs } from './StateTabs';

export type PracticeSearch = ListSearch & {
  state?: string;
  returned?: string;
  may?: string;
  school_id?: string;
  strand?: string;
};

/** What others may learn from; who proposes or publishes also finds here what is on its way. */
export function PracticesPage({ search }: { search: PracticeSearch }) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayPropose = usePermission('good_practices:propose');
  const ofBureau = useReach() === 'bureau';
  const { q, school_id, strand } = search;
  return (
    <>
      <PageHead
        title={<Trans>好做法</Trans>}
        note={<Trans>学校写、党委办发布，大家都可以照着做。</Trans>}
        actions={
          mayPropose && (
            <ButtonLink primary to="/good-practices/new">
              <Trans>写一篇</Trans>
            </ButtonLink>
          )
        }
      />
      {(mayPropose || ofBureau) && <StateTabs search={search} />}
      <FilterBar
        onClear={
          q || school_id || strand
            ? () => list.change({ q: undefined, school_id: undefined, strand: undefined })
            : undefined
        }
      >
        <SearchFilter
          label={t`按文字查找`}
          placeholder={t`标题或正文里的字`}
          value={q}
          onChange={(words) => list.change({ q: words })}
        />
        {ofBureau && (
          <>
            <ChoiceFilter
              label={t`板块`}
              value={strand}
              onChange={(chosen) => list.change({ strand: chosen })}
              choices={strands.map((value) => ({ value, label: i18n._(strandLabel[value]) }))}
            />
            <PickFilter
              label={t`学校`}
              value={school_id}
              searchKey="organisations"
              find={findOrganisations}
              nameOf={async (id, signal) => (await readOrganisation({ path: { id }, signal })).name}
              onChange={(id) => list.change({ school_id: id })}
            />
          </>
        )}
      </FilterBar>
      <Board search={search} filtered={Boolean(q || school_id || strand)} mayPropose={mayPropose} />
    </>
  );
}

interface BoardProps {
  search: PracticeSearch;
  filtered: boolean;
  mayPropose: boolean;
}

function Board({ search, filtered, mayPropose }: BoardProps) {
  const list = useListNavigation();
  const { returned, sort: _, ...filters } = search;
  const chosen = returned ? { returned: returned === 'true' } : { state: search.state ?? 'published' };
  const query = useQuery(practicesQuery({ ...filters, ...chosen, limit: 24, include: 'total' } as PracticeFilters));
  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const page = query.data;
  if (page.items.length === 0 && !search.cursor) {
    if (filtered || search.state || returned) {
      return (
        <EmptyPanel reason="no_match" title={<Trans>没有符合条件的好做法</Trans>}>
          <Trans>换个说法，或清除部分筛选条件再看。</Trans>
        </EmptyPanel>
      );
    }
    return (
      <EmptyPanel reason="nothing_yet" title={<Trans>还没有发布的好做法</Trans>}>
        {mayPropose ? (
          <Trans>点右上角写一篇；已经开展的活动，也可以在活动页上点“写成好做法”。</Trans>
        ) : (
          <Trans>党委办发布以后，就会出现在这里。</Trans>
        )}
      </EmptyPanel>
    );
  }
  return (
    <div aria-busy={query.isFetching}>
      <div className={styles.count}>
        <Count shown={page.items.length} total={page.total ?? null} />
      </div>
      <ul className={styles.board}>
        {page.items.map((practice) => (
          <PracticeCard key={practice.id} practice={practice} />
        ))}
      </ul>
      <Pager nextCursor={page.next_cursor ?? null} list={list} isFirst={!search.cursor} />
    </div>
  );
}
