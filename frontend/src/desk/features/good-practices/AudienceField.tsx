import { findOrganisations } from '@desk/features/organisations/queries';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useEffect, useState } from 'react';

/** How long a pause in typing means that the word is finished. */
const pauseMs = 250;

/** The organisations that read it: several, each found by typing a part of the name or its pinyin initials. */
export function AudienceField() {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string }[]>([]);
  useEffect(() => {
    const timer = window.setTimeout(() => setWords(typed.trim()), pauseMs);
    return () => window.clearTimeout(timer);
  }, [typed]);
  const found = useQuery({
    queryKey: ['search-select', 'organisations', words],
    queryFn: ({ signal }) => findOrganisations(words, signal),
    placeholderData: (before) => before,
  });
  const options = (found.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const others = words ? [] : chosen.filter(({ value }) => !options.some((option) => option.value === value));
  return (
    <Form.Item name="audience_ids" label={t`哪些单位`} rules={[{ required: true, message: t`请选择单位` }]}>
      <Select
        mode="multiple"
        showSearch={{ filterOption: false, onSearch: setTyped }}
        placeholder={t`输入名称或拼音首字母查找`}
        notFoundContent={found.isFetching ? t`正在查找…` : t`没有找到，换个说法试试`}
        options={[...others, ...options]}
        onChange={(_, picked) => setChosen(Array.isArray(picked) ? picked : [])}
      />
    </Form.Item>
  );
}
