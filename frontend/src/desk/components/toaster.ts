let words = '';
let timer = 0;
const listeners = new Set<() => void>();

function show(next: string): void {
  words = next;
  for (const listener of listeners) listener();
}

/** Says in passing that something is done. Failures stay on the page, beside what failed. */
export function toast(message: string): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => show(''), 5000);
  show(message);
}

export function toasterWords(): string {
  return words;
}

export function onToast(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
