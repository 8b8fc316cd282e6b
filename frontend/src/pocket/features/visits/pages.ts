import type { Page } from '../../pages';

export const pages: Page[] = [
  {
    path: '/visits/new/:institution',
    load: async () => (await import('./NewVisitPage')).NewVisitPage,
    permissions: ['visits:record'],
  },
  { path: '/visits/:id', load: async () => (await import('./VisitPage')).VisitPage, permissions: ['visits:read'] },
];
