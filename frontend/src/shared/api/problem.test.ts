import { describe, expect, it } from 'vitest';
import { asProblem, problemFromAnswer } from './problem';

function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

describe('a problem made from an answer', () => {
  it('takes code, words, fields and request id from the problem document', () => {
    const problem = problemFromAnswer(
      {
        type: 'urn:handinhand:problem:invalid',
        title: '填写有误',
        detail: '名称已有人使用。',
        status: 422,
        request_id: 'r-7',
        errors: [{ pointer: '/name', code: 'taken', message: '这个名称已有人使用' }],
      },
      answer(422),
    );
    expect(problem).toMatchObject({ code: 'invalid', kind: 'invalid', requestId: 'r-7', detail: '名称已有人使用。' });
    expect(problem.field('name')).toBe('这个名称已有人使用');
    expect(problem.field('address')).toBeUndefined();
  });

  it('still knows status and request id when a proxy answered with something else', () => {
    const problem = problemFromAnswer('<h1>Bad gateway</h1>', answer(502, { 'X-Request-ID': 'r-8' }));
    expect(problem).toMatchObject({ kind: 'broken', code: 'http_502', requestId: 'r-8', fields: [] });
  });

  it.each([
    [401, 'signed_out'],
    [403, 'forbidden'],
    [404, 'missing'],
    [409, 'invalid'],
    [412, 'stale'],
    [428, 'stale'],
    [429, 'busy'],
    [500, 'broken'],
    [503, 'busy'],
  ])('reads status %i as %s', (status, kind) => {
    expect(problemFromAnswer({}, answer(status)).kind).toBe(kind);
  });

  it('says how long to wait when the service says so', () => {
    expect(problemFromAnswer({}, answer(429, { 'Retry-After': '30' })).retryAfterSeconds).toBe(30);
    expect(problemFromAnswer({}, answer(429)).retryAfterSeconds).toBeNull();
  });
});

describe('any thrown thing', () => {
  it('becomes a problem of the page itself', () => {
    expect(asProblem(new TypeError('x is undefined'))).toMatchObject({ kind: 'broken', code: 'page_error' });
  });
});
