import type { MessageDescriptor } from '@lingui/core';
import type { Permission } from '@shared/api/gen';
import type { ComponentType } from 'react';

/** A page's component gets the parts of its path. */
export type PageComponent = ComponentType<{ params: Record<string, string> }>;

/** One page of the pocket. It is fetched when first opened, so that the first load stays small. */
export interface Page {
  /** Pattern inside the app: `/`, `/visits/:id`. */
  path: string;
  load: () => Promise<PageComponent>;
  /** Makes it a tab at the foot of the screen, in this order. */
  tab?: { label: MessageDescriptor; icon: string; order: number };
  /** Opened only by whoever holds one of these permissions; left out, by everybody. */
  permissions?: readonly Permission[];
}

/** Every feature lists its pages in `features/<noun>/pages.ts`; adding a feature touches nothing else. */
const found = import.meta.glob<{ pages: Page[] }>('./features/*/pages.ts', { eager: true });

export const pages: readonly Page[] = Object.values(found).flatMap((feature) => feature.pages);

/** Whether somebody with these permissions may open the page. */
export function mayOpen(page: Page, permissions: readonly Permission[]): boolean {
  return page.permissions?.some((one) => permissions.includes(one)) ?? true;
}

/** The tabs at the foot of the screen, for somebody with these permissions. */
export function tabsFor(permissions: readonly Permission[]): Page[] {
  return pages
    .filter((page) => page.tab && mayOpen(page, permissions))
    .sort((one, other) => (one.tab?.order ?? 0) - (other.tab?.order ?? 0));
}
