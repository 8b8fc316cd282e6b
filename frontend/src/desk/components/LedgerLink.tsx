import { Trans } from '@lingui/react/macro';
import { Button } from 'antd';

interface Props {
  /** Which list: the name of its address. */
  list:
    | 'communities'
    | 'activities'
    | 'backbone-teachers'
    | 'member-developments'
    | 'institution-coverages'
    | 'institution-standards'
    | 'standards-reviews';
  /** The filters on the screen; place and order of the page are left out. */
  search: Record<string, string | undefined>;
}

/** Downloads the list with the filters on the screen as a workbook that prints on A4. */
export function LedgerLink({ list, search }: Props) {
  const { cursor: _, sort: __, month: ___, ...filters } = search;
  const given = Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(given).toString();
  return (
    <Button href={`/api/v1/exports/${list}.xlsx${query && `?${query}`}`} download>
      <Trans>导出 Excel</Trans>
    </Button>
  );
}
