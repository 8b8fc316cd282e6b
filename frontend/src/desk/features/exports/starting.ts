import { useProblemWords } from '@desk/components/problem-words';
import { toast } from '@desk/components/toaster';
import { useLingui } from '@lingui/react/macro';
import { createExport, type ExportIn } from '@shared/api/gen';
import { asProblem } from '@shared/api/problem';
import { idempotencyKey, newId } from '@shared/api/writes';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Starts an export; one press starts one. A refusal is said in passing, since no form is open. */
export function useStartExport() {
  const { t } = useLingui();
  const words = useProblemWords();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ExportIn) => createExport({ body, headers: idempotencyKey(newId()) }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['exports'] });
      toast(t`已开始生成，好了可以在「导出」里下载。`);
    },
    onError: (error) => {
      const problem = asProblem(error);
      toast([words(problem).what, ...problem.fields.map((field) => field.message)].join(' '));
    },
  });
}
