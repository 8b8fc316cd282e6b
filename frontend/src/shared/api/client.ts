import { client } from './gen/client.gen';
import { problemFromAnswer, problemWithoutAnswer } from './problem';

/**
 * Prepares the generated client for a face of the app: same origin, the session's cookie, words in the chosen
 * language, and every failure thrown as an `ApiProblem`. `onSignedOut` runs when a session has ended meanwhile.
 */
export function connect(options: { language: () => string; onSignedOut: () => void }): void {
  client.setConfig({ baseUrl: window.location.origin, credentials: 'same-origin', cache: 'no-store' });
  client.interceptors.request.use((request) => {
    request.headers.set('Accept-Language', options.language());
    return request;
  });
  client.interceptors.error.use((error, response) => {
    // The generated types promise a response; without an answer there is none.
    const answered = response as Response | undefined;
    if (!answered) return isAbort(error) ? error : problemWithoutAnswer();
    const problem = problemFromAnswer(error, answered);
    if (problem.kind === 'signed_out' && !answered.url.endsWith('/auth/sessions')) options.onSignedOut();
    return problem;
  });
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
