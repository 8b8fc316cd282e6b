import { findPeople } from '@desk/features/people/queries';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useEffect, useState } from 'react';

interface Props {
  name: string;
  label: string;
  hint?: string;
  /** Names of people by id, as far as they are known. */
  names: Record<string, string>;
  onPicked: (people: Record<string, string>) => void;
}

/** How long a pause in typing means that the word is finished. */
const pauseMs = 250;

/** Several people, each found by typing a part of the name or its pinyin initials. */
export function PeopleField({ name, label, hint, names, onPicked }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setWords(typed.trim()), pauseMs);
    return () => window.clearTimeout(timer);
  }, [typed]);
  const found = useQuery({
    queryKey: ['search-select', 'people', words],
    queryFn: ({ signal }) => findPeople(words, signal),
    placeholderData: (before) => before,
  });
  const options = (found.data ?? []).map((person) => ({
    value: person.id,
    name: person.name,
    label: `${person.name} · ${person.note}`,
  }));
  const known = Object.entries(names)
    .filter(([id]) => !words && !options.some((option) => option.value === id))
    .map(([value, known]) => ({ value, name: known, label: known }));
  return (
    <Form.Item name={name} label={label} extra={hint}>
      <Select
        mode="multiple"
        maxCount={10}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        optionLabelProp="name"
        placeholder={t`输入姓名或拼音首字母查找`}
        notFoundContent={found.isFetching ? t`正在查找…` : t`没有找到，换个说法试试`}
        options={[...known, ...options]}
        onChange={(_, chosen) => {
          const people = Array.isArray(chosen) ? chosen : [];
          onPicked(Object.fromEntries(people.map((person) => [person.value, person.name])));
        }}
      />
    </Form.Item>
  );
}
