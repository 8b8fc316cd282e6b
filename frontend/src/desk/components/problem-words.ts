import { useLingui } from '@lingui/react/macro';
import type { ApiProblem, ProblemKind } from '@shared/api/problem';

export interface ProblemWords {
  what: string;
  safe: string;
  now: string;
}

/**
 * Words for a failure: what happened, whether work is safe, what to do now. What the service says about the case
 * comes first; ours fill in where it says nothing.
 */
export function useProblemWords(): (problem: ApiProblem) => ProblemWords {
  const { t } = useLingui();
  const words: Record<ProblemKind, ProblemWords> = {
    offline: {
      what: t`连不上服务器。`,
      safe: t`已保存的内容不受影响；刚才的操作可能没有送达。`,
      now: t`请检查网络，然后重试。`,
    },
    signed_out: {
      what: t`登录已失效。`,
      safe: t`已保存的内容不受影响。`,
      now: t`请重新登录后继续。`,
    },
    forbidden: {
      what: t`您没有进行这项操作的权限。`,
      safe: t`没有任何内容被改动。`,
      now: t`如需办理，请联系本局党委办或安全管理员。`,
    },
    missing: {
      what: t`没有找到这条内容。`,
      safe: t`没有任何内容被改动。`,
      now: t`它可能已被移走，或不在您的查看范围内。请返回列表查找。`,
    },
    stale: {
      what: t`这条内容刚刚被别人改过。`,
      safe: t`您的改动还没有保存，也没有覆盖别人的改动。`,
      now: t`请重新载入最新内容，再修改一次。`,
    },
    invalid: {
      what: t`提交的内容有误。`,
      safe: t`没有任何内容被改动。`,
      now: t`请按提示修改后重新提交。`,
    },
    busy: {
      what: t`服务器正忙。`,
      safe: t`没有任何内容被改动。`,
      now: t`请稍等片刻再试。`,
    },
    broken: {
      what: t`系统出了问题。`,
      safe: t`已保存的内容不受影响；刚才的操作没有生效。`,
      now: t`请重试；若仍不行，请把下面的编号告诉管理员。`,
    },
  };
  return (problem) => {
    const own = words[problem.kind];
    const said = problem.kind === 'broken' || problem.kind === 'offline' ? '' : problem.detail || problem.title;
    return { ...own, what: said || own.what };
  };
}
