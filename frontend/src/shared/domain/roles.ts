import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Role } from '../api/gen';

/** Roles of domain.md §2, by the code that the service uses. */
export const roleLabel: Record<Role, MessageDescriptor> = {
  system_admin: msg`系统管理员`,
  security_admin: msg`安全管理员`,
  auditor: msg`审计员`,
  bureau_admin: msg`党委办`,
  bureau_leader: msg`局领导`,
  section_officer: msg`归口股室`,
  inspector: msg`督查人员`,
  lead_secretary: msg`帮建学校书记`,
  teacher: msg`结对教师`,
  host_secretary: msg`挂靠党组织书记`,
  instructor: msg`党建工作指导员`,
  institution: msg`民办学校/机构`,
  municipal_viewer: msg`市局查看`,
};
