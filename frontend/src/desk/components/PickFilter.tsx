import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useId, useState } from 'react';
import styles from './FilterBar.module.css';

interface Props {
  label: string;
  value: string | undefined;
  /** Distinguishes this search from others in the cache. */
  searchKey: string;
  find: (q: string, signal: AbortSignal) => Promise<{ id: string; name: string; note?: string }[]>;
  /** The name of the chosen one, which an address knows by its id only. */
  nameOf: (id: string, signal: AbortSignal) => Promise<string>;
  onChange: (id: string | undefined) => void;
  /** Words for choosing none. */
  none?: string;
}

/** How long a pause in typing means that the word is finished. */
const pauseMs = 250;

/** One filter with too many values for a list: found by typing a part of the name or its pinyin initials. */
export function PickFilter({ label, value, searchKey, find, nameOf, onChange, none }: Props) {
  const { t } = useLingui();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setWords(typed.trim()), pauseMs);
    return () => window.clearTimeout(timer);
  }, [typed]);
  const found = useQuery({
    queryKey: ['search-select', searchKey, words],
    queryFn: ({ signal }) => find(words, signal),
    placeholderData: (before) => before,
  });
  const name = useQuery({
    queryKey: ['name-of', searchKey, value],
    queryFn: ({ signal }) => nameOf(value ?? '', signal),
    enabled: value !== undefined,
  });
  const options = (found.data ?? []).map((option) => ({
    value: option.id,
    label: option.note ? `${option.name} · ${option.note}` : option.name,
  }));
  const shown =
    value && !options.some((option) => option.value === value)
      ? [{ value, label: name.data ?? '…' }, ...options]
      : options;
  return (
    <span className={styles.choice} data-chosen={value !== undefined}>
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        className={styles.pick}
        variant="borderless"
        allowClear
        showSearch={{ filterOption: false, onSearch: setTyped }}
        popupMatchSelectWidth={280}
        value={value ?? null}
        placeholder={none ?? t`全部`}
        notFoundContent={found.isFetching ? t`正在查找…` : t`没有找到，换个说法试试`}
        options={shown}
        onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
      />
    </span>
  );
}
