import { problemFromAnswer } from '@shared/api/problem';
import { describe, expect, it } from 'vitest';
import { besideField } from './refusals';

const overlaps = problemFromAnswer(
  {
    type: 'urn:handinhand:dispatch_overlaps',
    title: '这段时间已有指导员派驻',
    detail: '从 2026-09-01 起已有指导员派驻。',
  },
  new Response(null, { status: 409 }),
);

describe('a dispatch in the way', () => {
  it('is said beside the field that it is about, with the other’s dates', async () => {
    const refused = await besideField('starts_on', () => Promise.reject(overlaps)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'dispatch_overlaps', detail: '这段时间已有指导员派驻' });
    expect((refused as typeof overlaps).field('starts_on')).toBe('从 2026-09-01 起已有指导员派驻。');
  });

  it('leaves other refusals as they are', async () => {
    const ended = problemFromAnswer({ type: 'urn:handinhand:dispatch_ended' }, new Response(null, { status: 409 }));
    await expect(besideField('starts_on', () => Promise.reject(ended))).rejects.toBe(ended);
  });
});
