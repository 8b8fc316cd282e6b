import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

interface Props {
  /** An address as the service gives it with a figure or a hit: a page of the desk, or a list of the interface. */
  href: string;
  className?: string | undefined;
  children: ReactNode;
  'aria-label'?: string;
}

/** The desk's page for a list of the interface: `/api/v1/visits?month=2026-10` is shown at `/visits?month=2026-10`. */
export function pageOf(href: string): string {
  return href.replace(/^\/api\/v1(\/overview)?(?=\/)/, '').replace(/^\/institution-coverages(?=\?|$)/, '/coverage');
}

/** A link to an address that came from the service. Opens without loading the app anew. */
export function HrefLink({ href, ...rest }: Props) {
  const router = useRouter();
  const page = pageOf(href);
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    router.history.push(page);
  };
  return <a {...rest} href={page} onClick={follow} />;
}
