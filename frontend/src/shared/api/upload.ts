import { i18n } from '@lingui/core';
import { type ApiProblem, problemFromAnswer, problemWithoutAnswer } from './problem';

interface Upload {
  url: string;
  fields: Record<string, string>;
  file: Blob;
  fileName: string;
  headers?: Record<string, string>;
  /** Called with the sent share, 0 to 1; `fetch` could not tell. */
  onProgress: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Sends a file as multipart with progress and gives the answer's JSON. Throws an `ApiProblem`, or an `AbortError` when
 * `signal` stopped it.
 */
export function upload<Answer>({ url, fields, file, fileName, headers, onProgress, signal }: Upload): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file, fileName);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Accept-Language', i18n.locale);
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(problemWithoutAnswer());
    request.onabort = () => reject(new DOMException('upload stopped', 'AbortError'));
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as Answer);
      else reject(refusal(request, body));
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function refusal(request: XMLHttpRequest, body: unknown): ApiProblem {
  const headers = new Headers();
  for (const name of ['X-Request-ID', 'Retry-After']) {
    const value = request.getResponseHeader(name);
    if (value) headers.set(name, value);
  }
  return problemFromAnswer(body, new Response(null, { status: request.status, headers }));
}
