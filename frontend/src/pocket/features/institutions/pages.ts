import { msg } from '@lingui/core/macro';
import type { Page } from '../../pages';

export const pages: Page[] = [
  {
    path: '/',
    load: async () => (await import('./InstitutionsPage')).InstitutionsPage,
    tab: { label: msg`本月机构`, icon: 'institutions', order: 10 },
    permissions: ['visits:record'],
  },
];
