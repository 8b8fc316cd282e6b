/** One wrong field of a request, as `api.md` describes it: where, a stable code, and words for the person. */
export interface FieldProblem {
  pointer: string;
  code: string;
  message: string;
}

/** What can go wrong between this page and the service, seen from the person's side. */
export type ProblemKind = 'offline' | 'signed_out' | 'forbidden' | 'missing' | 'stale' | 'invalid' | 'busy' | 'broken';

interface ProblemFacts {
  status: number;
  code: string;
  title: string;
  detail: string;
  requestId: string | null;
  fields: FieldProblem[];
  retryAfterSeconds: number | null;
  /** Of a stale write: the version that stands now, and the fields in which it differs, with their present values. */
  currentVersion: number | null;
  differing: Record<string, unknown>;
}

/** What a refusal has when nobody said anything about it. */
const nothingSaid: Omit<ProblemFacts, 'status' | 'code'> = {
  title: '',
  detail: '',
  requestId: null,
  fields: [],
  retryAfterSeconds: null,
  currentVersion: null,
  differing: {},
};

/**
 * A refusal or failure of a request, made from `application/problem+json` (RFC 9457), or from the absence of any
 * answer (status 0). It is the only error that a page has to show.
 */
export class ApiProblem extends Error implements ProblemFacts {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly fields: FieldProblem[];
  readonly retryAfterSeconds: number | null;
  readonly currentVersion: number | null;
  readonly differing: Record<string, unknown>;

  constructor(facts: ProblemFacts) {
    super(facts.detail || facts.title || facts.code);
    this.name = 'ApiProblem';
    this.status = facts.status;
    this.code = facts.code;
    this.title = facts.title;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.fields = facts.fields;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.currentVersion = facts.currentVersion;
    this.differing = facts.differing;
  }

  get kind(): ProblemKind {
    switch (this.status) {
      case 0:
        return 'offline';
      case 401:
        return 'signed_out';
      case 403:
        return 'forbidden';
      case 404:
        return 'missing';
      case 412:
      case 428:
        return 'stale';
      case 429:
      case 503:
        return 'busy';
      default:
        return this.status < 500 ? 'invalid' : 'broken';
    }
  }

  /** The words for one field, by the last part of its JSON pointer (`/name` → `name`). */
  field(name: string): string | undefined {
    return this.fields.find((field) => field.pointer === `/${name}` || field.pointer.endsWith(`/${name}`))?.message;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function fieldProblems(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: Record<string, unknown>) => ({
    pointer: text(entry.pointer),
    code: text(entry.code),
    message: text(entry.message),
  }));
}

/** Seconds from a `Retry-After` header; `null` when there is none or it names a date. */
function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

/** The problem behind a refused answer. A body that is not a problem document still yields status and request id. */
export function problemFromAnswer(body: unknown, response: Response): ApiProblem {
  const document = asRecord(body);
  return new ApiProblem({
    status: response.status,
    code: text(document.type).split(/[/:]/).pop() || `http_${response.status}`,
    title: text(document.title),
    detail: text(document.detail),
    requestId: text(document.request_id) || response.headers.get('X-Request-ID'),
    fields: fieldProblems(document.errors),
    retryAfterSeconds: retryAfter(response),
    currentVersion: typeof document.current_version === 'number' ? document.current_version : null,
    differing: asRecord(document.differing),
  });
}

/** The problem of a request that got no answer at all. */
export function problemWithoutAnswer(): ApiProblem {
  return new ApiProblem({ ...nothingSaid, status: 0, code: 'no_answer' });
}

/** Any thrown thing as a problem, so that a page has one shape to show. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : '';
  return new ApiProblem({ ...nothingSaid, status: 500, code: 'page_error', detail });
}

/** A problem that the page itself has found, in the words that it is to be shown with. */
export function problemFoundHere(code: string, title: string, detail: string): ApiProblem {
  return new ApiProblem({ ...nothingSaid, status: 409, code, title, detail });
}
