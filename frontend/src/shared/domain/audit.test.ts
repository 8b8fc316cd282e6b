import type { MessageDescriptor } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { actionWords } from './audit';

const source = (message: MessageDescriptor) => message.message ?? message.id;

describe('the words for an action of the audit log', () => {
  it.each([
    ['visit:submit', '入校指导 · 提交'],
    ['visits:record', '入校指导 · 记录'],
    ['people:read', '人员 · 查看'],
    ['dispatches:write', '派驻 · 修改'],
    ['communities:plan', '帮扶共同体 · 安排'],
    ['activity_kinds:write', '活动类型 · 修改'],
    ['export:backbone-teachers', '导出 · 骨干教师台账'],
    ['session:open', '登录'],
    ['pupil:unseal', 'pupil · unseal'],
  ])('%s is «%s»', (action, words) => {
    expect(actionWords(action, source)).toBe(words);
  });
});
