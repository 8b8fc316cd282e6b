import { type MouseEvent, type ReactNode, useSyncExternalStore } from 'react';

/** Where the pocket lives; paths inside the app are written without it (`/visits/7`). */
const base = '/m';
const listeners = new Set<() => void>();

function announce(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

function currentPath(): string {
  return window.location.pathname.slice(base.length).replace(/\/+$/, '') || '/';
}

/** The path shown now, inside the app. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, currentPath);
}

/** Goes to a path; `replace` leaves no entry behind that «back» would return to. */
export function navigate(path: string, options: { replace?: boolean } = {}): void {
  window.history[options.replace ? 'replaceState' : 'pushState'](null, '', base + path);
  window.scrollTo(0, 0);
  announce();
}

/** The parts of a path by a pattern: `match('/visits/:id', '/visits/7')` is `{ id: '7' }`; `null` if it is another. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) found[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return found;
}

interface LinkProps {
  to: string;
  className?: string | undefined;
  /** Done when it is followed, for where the page itself has to change, too. */
  onFollow?: (() => void) | undefined;
  children: ReactNode;
}

/** A link inside the app. A real address stands behind it, so it can be copied and opened anew. */
export function Link({ to, onFollow, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigate(to);
    onFollow?.();
  };
  return <a {...rest} href={base + to} aria-current={usePath() === to ? 'page' : undefined} onClick={follow} />;
}
