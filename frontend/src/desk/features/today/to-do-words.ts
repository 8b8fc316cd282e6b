import { useLingui } from '@lingui/react/macro';

/** Words for the to-dos that the service counts, by their code. An unknown one is named as a to-do, not hidden. */
export function useToDoWords(): (code: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    unvisited: t`所机构本月还没有入校指导`,
    last_month_unvisited: t`所机构上月没有完成入校指导`,
    unassigned_institutions: t`所机构现在没有指导员`,
    disputed_visits: t`条记录机构有异议，等您处理`,
    my_unvisited: t`所机构您本月还没有去`,
    returned_visits: t`条记录被退回，等您修改`,
    draft_visits: t`条草稿还没有提交`,
    overdue_activities: t`次共同体活动过了日期还没登记`,
    proposed_practices: t`篇好做法等您发布或退回`,
    returned_practices: t`篇好做法被退回，等您修改`,
    visits_to_confirm: t`条入校指导记录等您确认`,
  };
  return (code) => words[code] ?? t`项待办`;
}
