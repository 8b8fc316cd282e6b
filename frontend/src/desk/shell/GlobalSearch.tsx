import { useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import styles from './GlobalSearch.module.css';

/** One search for everything, by name, pinyin initials or code. «/» puts the cursor here from anywhere. */
export function GlobalSearch() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const current = useSearch({ strict: false, select: (search) => ('query' in search ? search.query : '') });
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const toSearch = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key !== '/' || inField || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', toSearch);
    return () => document.removeEventListener('keydown', toSearch);
  }, []);

  return (
    <search className={styles.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const query = input.current?.value.trim() ?? '';
          if (query) void navigate({ to: '/search', search: { query } });
        }}
      >
        <svg
          width="16"
          height="16"
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          aria-hidden="true"
        >
          <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.800 10.800 14 14" strokeLinecap="round" />
        </svg>
        <input
          key={current}
          ref={input}
          type="search"
          enterKeyHint="search"
          defaultValue={current}
          aria-label={t`搜索机构、人员`}
          placeholder={t`搜索机构、人员（可用拼音首字母）`}
          className={styles.input}
        />
      </form>
    </search>
  );
}
