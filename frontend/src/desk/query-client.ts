import { asProblem } from '@shared/api/problem';
import { QueryClient } from '@tanstack/react-query';

/** Server state of the desk. A refusal is final; only silence and an overloaded service are asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && ['offline', 'busy'].includes(asProblem(error).kind),
    },
  },
});
