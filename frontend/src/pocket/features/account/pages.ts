import { msg } from '@lingui/core/macro';
import type { Page } from '../../pages';

export const pages: Page[] = [
  {
    path: '/account',
    load: async () => (await import('./AccountPage')).AccountPage,
    tab: { label: msg`我的`, icon: 'account', order: 90 },
  },
];
