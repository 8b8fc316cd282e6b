import { useListNavigation } from '@desk/components/list-search';
import { PickFilter } from '@desk/components/PickFilter';
import { findPeople } from '@desk/features/people/queries';
import { useLingui } from '@lingui/react/macro';
import { readOrganisation, readPerson } from '@shared/api/gen';
import { findInstitutions } from './queries';
import { useReach } from './reach';

/** Narrows a list to one institution; not offered to an institution, which sees only its own. */
export function InstitutionFilter({ value }: { value: string | undefined }) {
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
      onChange={(id) => list.change({ institution_id: id })}
    />
  );
}

/** Narrows a list to one instructor; offered to those who see the whole bureau. */
export function InstructorFilter({ value }: { value: string | undefined }) {
  const { t } = useLingui();
  const list = useListNavigation();
  if (useReach() !== 'bureau') return null;
  return (
    <PickFilter
      label={t`指导员`}
      value={value}
      searchKey="people"
      find={findPeople}
      nameOf={async (id, signal) => (await readPerson({ path: { id }, signal })).name}
      onChange={(id) => list.change({ instructor_id: id })}
    />
  );
}
