import { msg } from '@lingui/core/macro';
import type { Page } from '../../pages';

export const pages: Page[] = [
  {
    path: '/records',
    load: async () => (await import('./RecordsPage')).RecordsPage,
    tab: { label: msg`我的记录`, icon: 'records', order: 20 },
    permissions: ['visits:record', 'activities:write'],
  },
];
