import { connect } from '@shared/api/client';
import { client } from '@shared/api/gen/client.gen';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CompletionDraft, NoteDraft } from './drafts';
import { freshNote } from './drafts';
import { sendCompletion, sendNote } from './sendActivity';

type Row = Record<string, unknown> & { id: string; version: number; state: string };

/** A service that keeps activities as ours does: what came before under an id is not made twice. */
const service = {
  rows: new Map<string, Row>(),
  first: new Map<string, string>(),
  photos: new Set<string>(),
  /** How many answers are lost on their way back. */
  lost: 0,
  /** How many requests never arrive. */
  cut: 0,
  /** How many photos are refused a place. */
  photosCut: 0,
};

function answered(row: Row, status = 200) {
  if (service.lost > 0) {
    service.lost -= 1;
    return HttpResponse.error();
  }
  return HttpResponse.json(row, { status, headers: { ETag: `"${row.version}"` } });
}

function refused(code: string, status: number) {
  return HttpResponse.json({ type: `urn:handinhand:problem:${code}`, status }, { status });
}

const server = setupServer(
  http.post('*/api/v1/activities', async ({ request }) => {
    if (service.cut > 0) {
      service.cut -= 1;
      return HttpResponse.error();
    }
    const { id, done, ...body } = (await request.json()) as Row & { done: object };
    const text = JSON.stringify([body, done]);
    const there = service.rows.get(id);
    if (there) return service.first.get(id) === text ? answered(there) : refused('id_taken', 409);
    const row = { ...body, ...done, id, version: 1, state: 'done', completed_at: '2026-11-25T02:00:00Z' };
    service.rows.set(id, row);
    service.first.set(id, text);
    return answered(row, 201);
  }),
  http.post('*/api/v1/activities/:id/complete', async ({ request, params }) => {
    const row = service.rows.get(String(params.id)) as Row;
    if (request.headers.get('If-Match') !== `"${row.version}"`) return refused('stale', 412);
    const body = (await request.json()) as object;
    Object.assign(row, body, { version: row.version + 1, state: 'done', completed_at: '2026-11-25T02:00:00Z' });
    return answered(row);
  }),
  http.get('*/api/v1/activities/:id', ({ params }) => HttpResponse.json(service.rows.get(String(params.id)) as Row)),
  http.patch('*/api/v1/activities/:id', async ({ request, params }) => {
    const row = service.rows.get(String(params.id)) as Row;
    if (request.headers.get('If-Match') !== `"${row.version}"`) return refused('stale', 412);
    Object.assign(row, (await request.json()) as object, { version: row.version + 1 });
    return answered(row);
  }),
  http.post('*/api/v1/evidence', async ({ request }) => {
    if (service.photosCut > 0) {
      service.photosCut -= 1;
      return HttpResponse.error();
    }
    const sent = await request.text();
    service.photos.add(/name="id"\s+(\S+)/.exec(sent)?.[1] ?? '');
    return HttpResponse.json({}, { status: 201 });
  }),
);

beforeAll(() => {
  server.listen();
  connect({ language: () => 'zh-CN', onSignedOut: () => undefined });
  client.setConfig({ baseUrl: 'http://127.0.0.1' });
});
beforeEach(() => {
  service.rows.clear();
  service.first.clear();
  service.photos.clear();
  Object.assign(service, { lost: 0, cut: 0, photosCut: 0 });
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const note: NoteDraft = {
  ...freshNote('anna', 'a1'),
  communityId: 'c',
  strand: 'teaching',
  kindId: 'k',
  title: '送教  下乡 ',
  content: ' 各上一节课 ',
};
const completion: CompletionDraft = {
  id: 'p1',
  kind: 'completion',
  userId: 'anna',
  photos: [],
  title: '联合教研',
  version: 1,
  startsOn: '2026-11-20',
  endsOn: '2026-11-20',
  content: '一起评课',
  outcome: '',
  lead: 3,
  supported: 5,
  tried: [],
  receivedAt: null,
};
const plan = { id: 'p1', version: 1, state: 'planned', starts_on: '2026-11-20', ends_on: '2026-11-20' };
const photo = (id: string) => ({ id, name: `${id}.jpg`, file: new Blob(['picture']), sent: false });

/** Sends as the page does, and gives what is kept of the draft afterwards. */
async function pressed<Kept extends NoteDraft | CompletionDraft>(
  draft: Kept,
  send: typeof sendNote | typeof sendCompletion,
): Promise<{ kept: Kept; problem: string | null; steps: string[] }> {
  let kept = draft;
  const steps: string[] = [];
  const sending = {
    keep: async (changed: Partial<Kept>) => {
      kept = { ...kept, ...changed };
      return kept;
    },
    onStep: (done: number, of: number) => steps.push(`${done}/${of}`),
  };
  const problem = await (send as (draft: Kept, sending: unknown) => Promise<unknown>)(draft, sending).then(
    () => null,
    (error: { code?: string }) => error.code ?? String(error),
  );
  return { kept, problem, steps };
}

describe('a note on its way', () => {
  it('arrives once, with its photos after it', async () => {
    const { problem, kept, steps } = await pressed({ ...note, photos: [photo('x'), photo('y')] }, sendNote);
    expect(problem).toBeNull();
    expect(steps).toEqual(['0/3', '1/3', '2/3', '3/3']);
    expect(kept.photos.map(({ sent }) => sent)).toEqual([true, true]);
    expect([...service.photos]).toEqual(['x', 'y']);
    expect(service.rows.get('a1')).toMatchObject({ title: '送教 下乡', content: '各上一节课', ends_on: note.day });
  });

  it('is the same record when the answer was lost', async () => {
    service.lost = 1;
    const first = await pressed(note, sendNote);
    expect(first.problem).toBe('no_answer');
    expect((await pressed(first.kept, sendNote)).problem).toBeNull();
    expect(service.rows.size).toBe(1);
  });

  it('changes its own record when words were changed after a lost answer, and again', async () => {
    service.lost = 1;
    const first = await pressed(note, sendNote);
    service.lost = 1;
    const second = await pressed({ ...first.kept, content: '又改了' }, sendNote);
    expect(second.problem).toBe('no_answer');
    const third = await pressed({ ...second.kept, content: '改第三次' }, sendNote);
    expect(third.problem).toBeNull();
    expect(service.rows.get('a1')).toMatchObject({ content: '改第三次', version: 3 });
  });

  it('never overwrites what somebody else has changed meanwhile', async () => {
    service.lost = 1;
    const first = await pressed(note, sendNote);
    Object.assign(service.rows.get('a1') as Row, { content: '别人补的', version: 2 });
    expect((await pressed({ ...first.kept, content: '我改的' }, sendNote)).problem).toBe('changed_elsewhere');
    expect(service.rows.get('a1')).toMatchObject({ content: '别人补的', version: 2 });
  });

  it('says so when the strand was changed after it had arrived', async () => {
    service.lost = 1;
    const first = await pressed(note, sendNote);
    const problem = (await pressed({ ...first.kept, strand: 'hardship' }, sendNote)).problem;
    expect(problem).toBe('arrived_otherwise');
  });

  it('is as if new when it had never arrived, whatever was changed since', async () => {
    service.cut = 1;
    const first = await pressed(note, sendNote);
    expect([first.problem, first.kept.receivedAt]).toEqual(['no_answer', null]);
    const second = await pressed({ ...first.kept, strand: 'hardship' }, sendNote);
    expect(second.problem).toBeNull();
    expect(service.rows.get('a1')).toMatchObject({ strand: 'hardship', version: 1 });
  });

  it('knows that it has arrived while a photo has not, and sends only that one again', async () => {
    service.photosCut = 1;
    const first = await pressed({ ...note, photos: [photo('x')] }, sendNote);
    expect([first.problem, first.kept.receivedAt]).toEqual(['no_answer', '2026-11-25T02:00:00Z']);
    const second = await pressed({ ...first.kept, photos: [...first.kept.photos, photo('y')] }, sendNote);
    expect(second.problem).toBeNull();
    expect([...service.photos]).toEqual(['x', 'y']);
    expect(service.rows.get('a1')).toMatchObject({ version: 1 });
  });
});

describe('a completion on its way', () => {
  it('completes the plan once, also when the answer was lost', async () => {
    service.rows.set('p1', { ...plan });
    service.lost = 1;
    const first = await pressed(completion, sendCompletion);
    expect(first.problem).toBe('no_answer');
    expect((await pressed(first.kept, sendCompletion)).problem).toBeNull();
    expect(service.rows.get('p1')).toMatchObject({ state: 'done', version: 2, content: '一起评课' });
  });

  it('leaves alone what somebody else has completed', async () => {
    service.rows.set('p1', { ...plan, state: 'done', version: 2, content: '别人登记的' });
    expect((await pressed(completion, sendCompletion)).problem).toBe('changed_elsewhere');
    expect(service.rows.get('p1')).toMatchObject({ content: '别人登记的', version: 2 });
  });

  it('asks once more where the plan was changed, and completes it then', async () => {
    service.rows.set('p1', { ...plan, version: 4, starts_on: '2026-11-21', ends_on: '2026-11-21' });
    const first = await pressed(completion, sendCompletion);
    expect([first.problem, first.kept.version]).toEqual(['plan_changed', 4]);
    expect((await pressed(first.kept, sendCompletion)).problem).toBeNull();
    expect(service.rows.get('p1')).toMatchObject({ state: 'done', version: 5 });
  });
});
