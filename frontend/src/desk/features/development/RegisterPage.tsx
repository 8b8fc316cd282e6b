import type { Column } from '@desk/components/columns';
import { DataTable } from '@desk/components/DataTable';
import { Dialog } from '@desk/components/Dialog';
import { EmptyPanel } from '@desk/components/EmptyPanel';
import { ChoiceFilter, FilterBar, SearchFilter } from '@desk/components/FilterBar';
import { LedgerLink } from '@desk/components/LedgerLink';
import { type ListSearch, useListNavigation } from '@desk/components/list-search';
import { PageHead } from '@desk/components/PageHead';
import { usePermission } from '@desk/features/session/queries';
import { Trans, useLingui } from '@lingui/react/macro';
import { wholeList } from '@shared/api/whole-list';
import type { StateLook } from '@shared/domain/obligations';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { SchoolFilter } from './SchoolFilter';

interface ListPage<Row> {
  items: Row[];
  next_cursor?: string | null;
}

interface Props<Row extends { id: string }> {
  /** The name of the list's address, of its ledger and of its choice of columns. */
  register: 'backbone-teachers' | 'member-developments';
  title: ReactNode;
  note: ReactNode;
  ledger: string;
  caption: string;
  adding: string;
  /** The field that names the institution. */
  place: 'school_id' | 'institution_id';
  stages: Record<string, StateLook>;
  columns: readonly Column<Row>[];
  search: ListSearch & { [name: string]: string | undefined };
  query: UseQueryResult<ListPage<Row>>;
  readPage: (page: { limit: number; cursor?: string }) => Promise<ListPage<Row>>;
  /** The form for somebody new. */
  form: (done: () => void) => ReactNode;
}

/** A register of people on their way: found by name, institution and stage; printed and exported as a ledger. */
export function RegisterPage<Row extends { id: string }>(props: Props<Row>) {
  const { t, i18n } = useLingui();
  const list = useListNavigation();
  const mayWrite = usePermission('development:write');
  const [open, setOpen] = useState(false);
  const { register, search, place } = props;
  const filtered = Boolean(search.q || search[place] || search.stage);
  return (
    <>
      <PageHead
        title={props.title}
        note={props.note}
        ledger={props.ledger}
        actions={
          <>
            <LedgerLink list={register} search={{ ...search }} />
            {mayWrite && (
              <Button type="primary" onClick={() => setOpen(true)}>
                <Trans>登记一位</Trans>
              </Button>
            )}
          </>
        }
      />
      <FilterBar onClear={filtered ? list.clear : undefined}>
        <SearchFilter
          label={t`按姓名查找`}
          placeholder={t`姓名或拼音首字母`}
          value={search.q}
          onChange={(words) => list.change({ q: words })}
        />
        <SchoolFilter name={place} value={search[place]} />
        <ChoiceFilter
          label={t`阶段`}
          value={search.stage}
          onChange={(chosen) => list.change({ stage: chosen })}
          choices={Object.entries(props.stages).map(([value, look]) => ({ value, label: i18n._(look.label) }))}
        />
      </FilterBar>
      <DataTable
        id={register}
        caption={props.caption}
        columns={props.columns}
        search={{ sort: 'name', ...search }}
        query={props.query}
        rowKey={(row) => row.id}
        whole={() => wholeList(props.readPage)}
        empty={
          filtered ? (
            <EmptyPanel reason="no_match" title={<Trans>没有符合条件的记录</Trans>}>
              <Trans>换个说法，或清除部分筛选条件再看。</Trans>
            </EmptyPanel>
          ) : (
            <EmptyPanel reason="nothing_yet" title={<Trans>还没有登记</Trans>}>
              <Trans>点右上角登记；以前的台账可以由党委办从 Excel 导入。</Trans>
            </EmptyPanel>
          )
        }
      />
      <Dialog open={open} place="side" title={props.adding} onClose={() => setOpen(false)}>
        {props.form(() => setOpen(false))}
      </Dialog>
    </>
  );
}
