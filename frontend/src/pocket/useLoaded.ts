import { type DependencyList, useEffect, useState } from 'react';

/** A view's data: on the way, failed, or there; `again` fetches anew. */
export type Loaded<Value> =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown; again: () => void }
  | { state: 'ready'; value: Value; again: () => void };

/** Fetches when the view opens and whenever `depends` changes. */
export function useLoaded<Value>(fetchValue: () => Promise<Value>, depends: DependencyList): Loaded<Value> {
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded<Value>>({ state: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what its fetching depends on
  useEffect(() => {
    let left = false;
    const again = () => setAttempt((count) => count + 1);
    fetchValue().then(
      (value) => left || setLoaded({ state: 'ready', value, again }),
      (error: unknown) => left || setLoaded({ state: 'failed', error, again }),
    );
    return () => {
      left = true;
    };
  }, [attempt, ...depends]);
  return loaded;
}
