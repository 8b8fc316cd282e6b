import { msg } from '@lingui/core/macro';
import type { Page } from '../../pages';

export const pages: Page[] = [
  {
    path: '/confirmations',
    load: async () => (await import('./ConfirmationsPage')).ConfirmationsPage,
    tab: { label: msg`入校确认`, icon: 'confirmations', order: 12 },
    permissions: ['visits:confirm'],
  },
];
