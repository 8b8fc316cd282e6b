import { Card } from '@desk/components/Card';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ErrorPanel } from '@desk/components/ErrorPanel';
import { HrefLink } from '@desk/components/HrefLink';
import { Loading } from '@desk/components/Loading';
import { PageHead } from '@desk/components/PageHead';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type SearchHit, searchEverything } from '@shared/api/gen';
import { useQuery } from '@tanstack/react-query';
import styles from './SearchPage.module.css';

const kindLabel: Record<SearchHit['kind'], MessageDescriptor> = {
  organisation: msg`机构`,
  party_organisation: msg`党组织`,
  person: msg`人员`,
};

/** What the one search at the top found, by kind. */
export function SearchPage({ words }: { words: string }) {
  const { i18n } = useLingui();
  const query = useQuery({
    queryKey: ['search', words],
    queryFn: ({ signal }) => searchEverything({ query: { q: words }, signal }),
    enabled: words !== '',
  });
  const hits = query.data?.items ?? [];
  return (
    <>
      <PageHead title={words ? <Trans>查找「{words}」</Trans> : <Trans>查找</Trans>} />
      {query.isLoading && <Loading />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {(words === '' || (query.isSuccess && hits.length === 0)) && (
        <EmptyPanel reason="no_match" title={words ? <Trans>没有找到</Trans> : <Trans>想找什么？</Trans>}>
          <Trans>可以输入名称的一部分、曾用名、拼音首字母（如 qszx）或机构代码。</Trans>
        </EmptyPanel>
      )}
      {(Object.keys(kindLabel) as SearchHit['kind'][]).map((kind) => {
        const found = hits.filter((hit) => hit.kind === kind);
        if (found.length === 0) return null;
        return (
          <Card key={kind} heading={i18n._(kindLabel[kind])}>
            <ul className={styles.hits}>
              {found.map((hit) => (
                <li key={hit.id}>
                  <HrefLink href={hit.href} className={styles.hit}>
                    <span>{hit.title}</span>
                    <small>{hit.subtitle}</small>
                  </HrefLink>
                </li>
              ))}
            </ul>
          </Card>
        );
      })}
    </>
  );
}
