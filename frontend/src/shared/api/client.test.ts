import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect } from './client';
import { createSession, readMe, readOrganisation } from './gen';

const server = setupServer();
const onSignedOut = vi.fn();

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  connect({ language: () => 'en', onSignedOut });
});
afterEach(() => {
  server.resetHandlers();
  onSignedOut.mockReset();
});
afterAll(() => server.close());

describe('a request to the service', () => {
  it('asks for words in the chosen language', async () => {
    let language: string | null = null;
    server.use(
      http.get('*/api/v1/me', ({ request }) => {
        language = request.headers.get('Accept-Language');
        return HttpResponse.json({ user: {} });
      }),
    );
    await readMe();
    expect(language).toBe('en');
  });

  it('throws what the service said about a refusal', async () => {
    const document = { type: 'urn:handinhand:problem:not_found', title: '没有找到', status: 404, request_id: 'r-1' };
    server.use(http.get('*/api/v1/organisations/7', () => HttpResponse.json(document, { status: 404 })));
    await expect(readOrganisation({ path: { id: '7' } })).rejects.toMatchObject({ kind: 'missing', requestId: 'r-1' });
  });

  it('throws «offline» when no answer came', async () => {
    server.use(http.get('*/api/v1/me', () => HttpResponse.error()));
    await expect(readMe()).rejects.toMatchObject({ kind: 'offline', status: 0 });
  });

  it('tells the app when the session has ended, but not when a sign-in was refused', async () => {
    server.use(
      http.get('*/api/v1/organisations/7', () => HttpResponse.json({}, { status: 401 })),
      http.post('*/api/v1/auth/sessions', () => HttpResponse.json({}, { status: 401 })),
    );
    await expect(createSession({ body: { username: 'a', password: 'b' } })).rejects.toMatchObject({ status: 401 });
    expect(onSignedOut).not.toHaveBeenCalled();
    await expect(readOrganisation({ path: { id: '7' } })).rejects.toMatchObject({ status: 401 });
    expect(onSignedOut).toHaveBeenCalledOnce();
  });
});
