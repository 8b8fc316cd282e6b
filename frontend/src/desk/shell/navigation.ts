import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Permission } from '@shared/api/gen';
import type { LinkProps } from '@tanstack/react-router';

interface Place {
  to: NonNullable<LinkProps['to']>;
  label: MessageDescriptor;
  /** A glyph of the navigation's own set, see `NavigationIcon`. */
  icon: string;
  /** Shown to whoever holds one of these permissions; shown to everybody without. */
  permissions?: readonly Permission[];
}

/** The places of the desk in the domain's words, in the order of the working day. */
export const places: readonly Place[] = [
  { to: '/', label: msg`今日`, icon: 'today' },
  { to: '/month', label: msg`月度任务`, icon: 'month', permissions: ['overview:read'] },
  { to: '/visits', label: msg`入校指导`, icon: 'visits', permissions: ['visits:read'] },
  { to: '/dispatches', label: msg`派驻`, icon: 'dispatches', permissions: ['dispatches:read'] },
  { to: '/opinions', label: msg`意见建议`, icon: 'opinions', permissions: ['opinions:read'] },
  { to: '/organisations', label: msg`机构`, icon: 'organisations', permissions: ['organisations:read'] },
  { to: '/people', label: msg`人员`, icon: 'people', permissions: ['people:read'] },
  { to: '/accounts', label: msg`账号与角色`, icon: 'accounts', permissions: ['users:read'] },
  { to: '/imports', label: msg`导入`, icon: 'imports', permissions: ['imports:read'] },
  { to: '/audit', label: msg`审计日志`, icon: 'audit', permissions: ['audit:read'] },
  { to: '/settings', label: msg`设置`, icon: 'settings', permissions: ['settings:read'] },
];
