import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router';

/** What every list keeps in its address, beside its own filters. */
export interface ListSearch {
  q?: string;
  sort?: string;
  cursor?: string;
}

/** Reads a list's address: known names only, as text. Whatever else stands there is dropped. */
export function readListSearch<Filter extends string = never>(
  search: Record<string, unknown>,
  filters: readonly Filter[] = [],
): ListSearch & { [name in Filter]?: string } {
  const found: Record<string, string> = {};
  for (const name of ['q', 'sort', 'cursor', ...filters]) {
    const value = search[name];
    if (['string', 'number', 'boolean'].includes(typeof value) && value !== '') found[name] = String(value);
  }
  return found as ListSearch & { [name in Filter]?: string };
}

export interface ListNavigation {
  /** Sets filters or the order and begins at the first page again; an empty value takes a filter away. */
  change: (patch: Record<string, string | undefined>) => void;
  /** Takes every filter away. */
  clear: () => void;
  next: (cursor: string) => void;
  /** Back to the page before, where this visit came by one; else `null`. */
  previous: (() => void) | null;
  first: () => void;
}

/** Moves through a list by changing the address, so that a link, a reload and «back» always show the same rows. */
export function useListNavigation(): ListNavigation {
  const navigate = useNavigate();
  const router = useRouter();
  const turned = useRouterState({ select: (state) => state.location.state.turned ?? 0 });
  const go = (change: (search: Record<string, string>) => Record<string, string | undefined>, state = 0) =>
    void navigate({
      to: '.',
      search: ((search: Record<string, string>) => withoutEmpty(change(search))) as never,
      state: { turned: state },
      resetScroll: false,
    });
  return {
    change: (patch) => go(({ cursor: _, ...search }) => ({ ...search, ...patch })),
    clear: () => go(({ sort }) => (sort ? { sort } : {})),
    next: (cursor) => go((search) => ({ ...search, cursor }), turned + 1),
    previous: turned > 0 ? () => router.history.back() : null,
    first: () => go(({ cursor: _, ...search }) => search),
  };
}

function withoutEmpty(search: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(entries);
}
