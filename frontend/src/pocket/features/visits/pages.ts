import { msg } from '@lingui/core/macro';
import type { Page } from '../../pages';

export const pages: Page[] = [
  {
    path: '/visits/new/:institution',
    load: async () => (await import('./NewVisitPage')).NewVisitPage,
    permission: 'visits:record',
  },
  {
    path: '/visits',
    load: async () => (await import('./RecordsPage')).RecordsPage,
    tab: { label: msg`我的记录`, icon: 'records', order: 20 },
    permission: 'visits:record',
  },
  { path: '/visits/:id', load: async () => (await import('./VisitPage')).VisitPage, permission: 'visits:read' },
];
