import { useListNavigation } from '@desk/components/list-search';
import { PickFilter } from '@desk/components/PickFilter';
import { findInstitutions } from '@desk/features/visits/queries';
import { useReach } from '@desk/features/visits/reach';
import { useLingui } from '@lingui/react/macro';
import { readOrganisation } from '@shared/api/gen';

/** Narrows a register to one institution; not offered to an institution, which sees only its own. */
export function SchoolFilter({ name, value }: { name: 'school_id' | 'institution_id'; value: string | undefined }) {
  const { t } = useLingui();
  const list = useListNavigation();
  if (useReach() === 'institution') return null;
  return (
    <PickFilter
      label={t`机构`}
      value={value}
      searchKey="institutions"
      find={findInstitutions}
      nameOf={async (id, signal) => (await readOrganisation({ path: { id }, signal })).name}
      onChange={(id) => list.change({ [name]: id })}
    />
  );
}
