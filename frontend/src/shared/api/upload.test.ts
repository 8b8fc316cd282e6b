import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { upload } from './upload';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const roster = { url: '/api/v1/imports', fields: { kind: 'roster' }, file: new Blob(['x']), fileName: 'roster.xlsx' };

describe('sending a file', () => {
  it('sends fields and file and gives the answer', async () => {
    let kind: FormDataEntryValue | null = null;
    server.use(
      http.post('*/api/v1/imports', async ({ request }) => {
        kind = (await request.formData()).get('kind');
        return HttpResponse.json({ id: '7' }, { status: 202 });
      }),
    );
    await expect(upload({ ...roster, onProgress: () => undefined })).resolves.toEqual({ id: '7' });
    expect(kind).toBe('roster');
  });

  it('throws what the service said about a refusal', async () => {
    const problem = { type: 'urn:handinhand:problem:too_large', title: '文件太大', status: 413, request_id: 'r-2' };
    server.use(http.post('*/api/v1/imports', () => HttpResponse.json(problem, { status: 413 })));
    await expect(upload({ ...roster, onProgress: () => undefined })).rejects.toMatchObject({
      code: 'too_large',
      requestId: 'r-2',
    });
  });

  it('throws «offline» when no answer came', async () => {
    server.use(http.post('*/api/v1/imports', () => HttpResponse.error()));
    await expect(upload({ ...roster, onProgress: () => undefined })).rejects.toMatchObject({ kind: 'offline' });
  });
});
