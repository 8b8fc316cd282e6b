import { ChoiceFilter } from '@desk/components/FilterBar';
import { useListNavigation } from '@desk/components/list-search';
import { useLingui } from '@lingui/react/macro';
import { useCommunities } from './communities';

/** Narrows a list to one community; not offered to who has only one. */
export function CommunityFilter({ value }: { value: string | undefined }) {
  const { t } = useLingui();
  const list = useListNavigation();
  const communities = useCommunities();
  if (communities.length < 2) return null;
  return (
    <ChoiceFilter
      label={t`共同体`}
      value={value}
      onChange={(chosen) => list.change({ community_id: chosen })}
      choices={communities.map(({ id, name, ends_on }) => ({
        value: id,
        label: ends_on ? `${name} (${ends_on})` : name,
      }))}
    />
  );
}
