import { ApiProblem, asProblem } from '@shared/api/problem';

/** The form has one school where the service takes several: what it says of the first belongs beside that field. */
export async function besideSchool<Answer>(deed: () => Promise<Answer>): Promise<Answer> {
  try {
    return await deed();
  } catch (error) {
    const problem = asProblem(error);
    const fields = problem.fields.map((field) => ({
      ...field,
      pointer: field.pointer.replace('/schools/0/school_id', '/school_id'),
    }));
    throw new ApiProblem({
      status: problem.status,
      code: problem.code,
      title: problem.title,
      detail: problem.detail,
      requestId: problem.requestId,
      fields,
      retryAfterSeconds: problem.retryAfterSeconds,
      currentVersion: problem.currentVersion,
      differing: problem.differing,
    });
  }
}
