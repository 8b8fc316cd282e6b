import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Permission } from '@shared/api/gen';
import type { LinkProps } from '@tanstack/react-router';

interface Place {
  to: NonNullable<LinkProps['to']>;
  label: MessageDescriptor;
  /** A glyph of the navigation's own set, see `NavigationIcon`. */
  icon: string;
  /** What one finds there; said on the first page to who has nothing to do there. */
  what: MessageDescriptor;
  /** Shown to whoever holds one of these permissions; shown to everybody without. */
  permissions?: readonly Permission[];
}

/** The places of the desk in the domain's words, in the order of the working day. */
const places: readonly Place[] = [
  { to: '/', label: msg`今日`, icon: 'today', what: msg`今天要处理的事` },
  {
    to: '/month',
    label: msg`月度任务`,
    icon: 'month',
    what: msg`每个月的入校指导完成得怎么样`,
    permissions: ['overview:read'],
  },
  {
    to: '/visits',
    label: msg`入校指导`,
    icon: 'visits',
    what: msg`每一次入校指导的记录`,
    permissions: ['visits:read'],
  },
  {
    to: '/dispatches',
    label: msg`派驻`,
    icon: 'dispatches',
    what: msg`哪位指导员派驻哪所机构`,
    permissions: ['dispatches:read'],
  },
  {
    to: '/opinions',
    label: msg`意见建议`,
    icon: 'opinions',
    what: msg`机构提出的意见和诉求`,
    permissions: ['opinions:read'],
  },
  {
    to: '/communities',
    label: msg`帮扶共同体`,
    icon: 'communities',
    what: msg`公办学校和民办学校的帮扶共同体`,
    permissions: ['communities:read'],
  },
  {
    to: '/activities',
    label: msg`共同体活动`,
    icon: 'activities',
    what: msg`帮教、帮困、帮党建的活动`,
    permissions: ['activities:read'],
  },
  {
    to: '/good-practices',
    label: msg`好做法`,
    icon: 'practices',
    what: msg`各校值得学的做法`,
    permissions: ['good_practices:read'],
  },
  {
    to: '/backbone-teachers',
    label: msg`骨干教师`,
    icon: 'teachers',
    what: msg`为结对学校培养的骨干教师`,
    permissions: ['development:read'],
  },
  {
    to: '/member-developments',
    label: msg`发展党员`,
    icon: 'members',
    what: msg`民办机构发展党员的台账`,
    permissions: ['development:read'],
  },
  {
    to: '/coverage',
    label: msg`党组织覆盖`,
    icon: 'coverage',
    what: msg`民办机构的党员人数、党组织覆盖和群团组织`,
    permissions: ['coverage:read'],
  },
  {
    to: '/standards',
    label: msg`规范建设`,
    icon: 'standards',
    what: msg`五个规范和党群活动室的检查`,
    permissions: ['standards:read'],
  },
  {
    to: '/organisations',
    label: msg`机构`,
    icon: 'organisations',
    what: msg`您能看到的学校、幼儿园、培训机构和单位`,
    permissions: ['organisations:read'],
  },
  {
    to: '/party-organisations',
    label: msg`党组织`,
    icon: 'party',
    what: msg`这些单位的党组织`,
    permissions: ['organisations:read'],
  },
  {
    to: '/people',
    label: msg`人员`,
    icon: 'people',
    what: msg`指导员、书记和各单位经办人`,
    permissions: ['people:read'],
  },
  {
    to: '/accounts',
    label: msg`账号与角色`,
    icon: 'accounts',
    what: msg`开通、重置、停用账号，分配角色`,
    permissions: ['users:read'],
  },
  {
    to: '/clients',
    label: msg`对接系统`,
    icon: 'clients',
    what: msg`通过接口读取统计数字的系统`,
    permissions: ['clients:read'],
  },
  {
    to: '/imports',
    label: msg`导入`,
    icon: 'imports',
    what: msg`从 Excel 导入名册和纸质台账`,
    permissions: ['imports:read'],
  },
  {
    to: '/exports',
    label: msg`导出`,
    icon: 'exports',
    what: msg`把月度表和清单导出为 Excel`,
    permissions: ['exports:write'],
  },
  {
    to: '/figures',
    label: msg`数据报送`,
    icon: 'figures',
    what: msg`把每月的统计数字报给市局`,
    permissions: ['figures:send'],
  },
  {
    to: '/audit',
    label: msg`审计日志`,
    icon: 'audit',
    what: msg`谁在什么时候做了什么、被拒绝了什么`,
    permissions: ['audit:read'],
  },
  {
    to: '/settings',
    label: msg`设置`,
    icon: 'settings',
    what: msg`期限和工作日历`,
    permissions: ['settings:read'],
  },
];

/** The places that somebody with these permissions can go to. */
export function placesFor(permissions: readonly Permission[]): Place[] {
  return places.filter((place) => !place.permissions || place.permissions.some((held) => permissions.includes(held)));
}
