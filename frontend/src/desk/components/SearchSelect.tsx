import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useEffect, useState } from 'react';

interface Option {
  id: string;
  name: string;
  /** What tells namesakes apart. */
  note?: string;
}

interface Props {
  name: string;
  label: string;
  required?: boolean;
  /** Distinguishes this search from others in the cache. */
  searchKey: string;
  find: (q: string, signal: AbortSignal) => Promise<Option[]>;
  /** The option that is chosen at first, so that it has a name before anybody searches. */
  chosen?: Option | undefined;
  placeholder?: string;
  onPicked?: (option: Option | undefined) => void;
}

/** How long a pause in typing means that the word is finished. */
const pauseMs = 250;

/** One of many, found by typing a part of the name or its pinyin initials. */
export function SearchSelect({ name, label, required = false, searchKey, find, chosen, placeholder, onPicked }: Props) {
  const { t } = useLingui();
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
  const options = found.data ?? [];
  const known = chosen && !options.some((option) => option.id === chosen.id) && !words ? [chosen, ...options] : options;
  return (
    <Form.Item name={name} label={label} rules={[{ required, message: t`请选择${label}` }]}>
      <Select
        showSearch={{ filterOption: false, onSearch: setTyped }}
        allowClear={!required}
        loading={found.isFetching}
        placeholder={placeholder ?? t`输入名称或拼音首字母查找`}
        notFoundContent={found.isFetching ? t`正在查找…` : t`没有找到，换个说法试试`}
        options={known.map((option) => ({
          value: option.id,
          label: option.note ? `${option.name} · ${option.note}` : option.name,
        }))}
        onChange={(id: string | undefined) => onPicked?.(known.find((option) => option.id === id))}
      />
    </Form.Item>
  );
}
