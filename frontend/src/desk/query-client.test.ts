import { MutationObserver, onlineManager } from '@tanstack/react-query';
import { afterEach, describe, expect, it } from 'vitest';
import { queryClient } from './query-client';

afterEach(() => onlineManager.setOnline(true));

describe('a browser that thinks itself offline', () => {
  it('tries all the same, so that a page can say what happened', async () => {
    onlineManager.setOnline(false);
    const read = queryClient.fetchQuery({ queryKey: ['there'], queryFn: async () => 'read' });
    const written = new MutationObserver(queryClient, { mutationFn: async () => 'written' }).mutate();
    expect(await Promise.all([read, written])).toEqual(['read', 'written']);
  });
});
