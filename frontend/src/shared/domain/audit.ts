import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What a deed was done to: the part of an action before the colon. Permissions use the plural in refusals. */
const resourceLabel: Record<string, MessageDescriptor> = {
  account: msg`账号`,
  activity: msg`共同体活动`,
  activity_kind: msg`活动类型`,
  affiliation: msg`挂靠`,
  audit: msg`审计日志`,
  backbone_teacher: msg`骨干教师`,
  client: msg`对接系统`,
  checklist: msg`规范清单`,
  community: msg`帮扶共同体`,
  community_contact: msg`共同体负责人`,
  community_plan_item: msg`重点任务和需求`,
  development: msg`人员台账`,
  coverage: msg`党组织覆盖`,
  dispatch: msg`派驻`,
  evidence: msg`印证资料`,
  export: msg`导出`,
  figures: msg`数据报送`,
  good_practice: msg`好做法`,
  holiday: msg`工作日历`,
  import: msg`导入`,
  mass_group: msg`群团组织`,
  me: msg`本人账号`,
  member_count: msg`党员人数`,
  member_development: msg`发展党员`,
  obligation: msg`月度任务`,
  opinion: msg`意见建议`,
  organisation: msg`机构`,
  overview: msg`总览`,
  party_coverage: msg`党组织覆盖`,
  party_organisation: msg`党组织`,
  password: msg`密码`,
  person: msg`人员`,
  role: msg`角色`,
  session: msg`登录`,
  settings: msg`设置`,
  standard: msg`规范建设`,
  standards_review: msg`规范检查`,
  stat: msg`统计数字`,
  target: msg`力争目标`,
  token: msg`对接令牌`,
  user: msg`账号`,
  visit: msg`入校指导`,
};

const verbLabel: Record<string, MessageDescriptor> = {
  activities: msg`共同体活动台账`,
  'backbone-teachers': msg`骨干教师台账`,
  communities: msg`帮扶共同体台账`,
  'institution-coverages': msg`党员与党组织覆盖台账`,
  'member-developments': msg`发展党员台账`,
  'standards-reviews': msg`规范建设台账`,
  activate: msg`激活`,
  add: msg`添加`,
  add_school: msg`添加结对学校`,
  advance: msg`进入下一阶段`,
  apply: msg`写入`,
  approve: msg`批准`,
  cancel: msg`取消`,
  change: msg`修改`,
  'check-in': msg`签到`,
  complete: msg`完成`,
  confirm: msg`确认`,
  create: msg`新增`,
  delete: msg`删除`,
  delivered: msg`送达`,
  disable: msg`停用`,
  discard: msg`删除`,
  dispute: msg`提出异议`,
  dissolve: msg`解除`,
  enable: msg`启用`,
  end: msg`结束`,
  'enter-from-ledger': msg`台账导入`,
  'enter-from-paper': msg`纸质补录`,
  expire: msg`到期删除`,
  fail: msg`失败`,
  failed: msg`没有送到`,
  give: msg`分配`,
  grant: msg`授权`,
  grant_end: msg`结束授权`,
  hand_over: msg`交接`,
  issue: msg`签发`,
  let_school_leave: msg`学校退出`,
  open: msg`开通`,
  plan: msg`安排`,
  propose: msg`推荐`,
  publish: msg`发布`,
  read: msg`查看`,
  record: msg`记录`,
  rename: msg`更名`,
  renew: msg`续签`,
  resend: msg`重新报送`,
  reset: msg`重置`,
  return: msg`退回`,
  review: msg`审核`,
  revise: msg`更正`,
  revoke: msg`撤销`,
  secret: msg`换密钥`,
  seed: msg`载入官方日历`,
  send: msg`报送`,
  start: msg`上传`,
  submit: msg`提交`,
  unwaive: msg`取消免除`,
  update: msg`修改`,
  use: msg`使用`,
  void: msg`作废`,
  waive: msg`免除`,
  withdraw: msg`撤回`,
  write: msg`修改`,
};

/** `visits` → `visit`, `communities` → `community`, `people` → `person`: permissions name resources in the plural. */
function singular(resource: string): string {
  if (resource === 'people') return 'person';
  if (resource in resourceLabel) return resource;
  if (resource.endsWith('ies')) return `${resource.slice(0, -3)}y`;
  return resource.endsWith('es') && resource.slice(0, -2) in resourceLabel
    ? resource.slice(0, -2)
    : resource.slice(0, -1);
}

/** The words for an action such as `visit:submit`; a part that has none shows its code. */
export function actionWords(action: string, translate: (message: MessageDescriptor) => string): string {
  const [resource = '', verb = ''] = action.split(':');
  const thing = resourceLabel[singular(resource)];
  const deed = action === 'session:open' ? msg`登录` : action === 'session:end' ? msg`退出` : verbLabel[verb];
  if (resource === 'session' && deed) return translate(deed);
  return `${thing ? translate(thing) : resource} · ${deed ? translate(deed) : verb}`;
}
