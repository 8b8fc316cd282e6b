import { asProblem } from '@shared/api/problem';
import { QueryClient } from '@tanstack/react-query';

/**
 * Server state of the desk. A refusal is final; only silence and an overloaded service are asked again. Without a network
 * the request is tried all the same: it fails, and the page says so, where waiting for the browser to think itself
 * online would leave a button turning for ever.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 15_000,
      retry: (count, error) => count < 2 && ['offline', 'busy'].includes(asProblem(error).kind),
    },
  },
});
