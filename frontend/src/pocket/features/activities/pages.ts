import { msg } from '@lingui/core/macro';
import type { Page } from '../../pages';

export const pages: Page[] = [
  {
    path: '/activities',
    load: async () => (await import('./ActivitiesPage')).ActivitiesPage,
    tab: { label: msg`活动`, icon: 'activities', order: 15 },
    permissions: ['activities:write'],
  },
  {
    path: '/activities/new/:id',
    load: async () => (await import('./NewActivityPage')).NewActivityPage,
    permissions: ['activities:write'],
  },
  {
    path: '/activities/:id',
    load: async () => (await import('./ActivityPage')).ActivityPage,
    permissions: ['activities:read'],
  },
];
