import { ApiProblem, asProblem } from '@shared/api/problem';

/**
 * A dispatch in the way is a refusal of the whole; it is about the first day, so that is where its words belong (they
 * name the other's dates).
 */
export async function besideField<Answer>(field: string, deed: () => Promise<Answer>): Promise<Answer> {
  try {
    return await deed();
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code !== 'dispatch_overlaps') throw error;
    const words = { pointer: `/${field}`, code: problem.code, message: problem.detail || problem.title };
    throw new ApiProblem({
      status: problem.status,
      code: problem.code,
      title: problem.title,
      detail: problem.title,
      requestId: problem.requestId,
      fields: [words],
      retryAfterSeconds: problem.retryAfterSeconds,
      currentVersion: problem.currentVersion,
      differing: problem.differing,
    });
  }
}
