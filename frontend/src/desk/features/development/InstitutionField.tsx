import { SearchSelect } from '@desk/components/SearchSelect';
import { findInstitutions } from '@desk/features/visits/queries';
import { useLingui } from '@lingui/react/macro';

/** The private institution that somebody belongs to: one's own is the only one that is found. */
export function InstitutionField({ name }: { name: 'school_id' | 'institution_id' }) {
  const { t } = useLingui();
  return <SearchSelect name={name} label={t`民办机构`} required searchKey="institutions" find={findInstitutions} />;
}
