const storageKey = 'handinhand.type';

/** Whether big-type mode was chosen on this phone. */
export function isBigType(): boolean {
  return localStorage.getItem(storageKey) === 'big';
}

/** Puts the chosen size into effect: everything is measured in rem and grows with the page's `data-type`. */
export function applyType(): void {
  document.documentElement.dataset.type = isBigType() ? 'big' : 'normal';
}

export function chooseBigType(big: boolean): void {
  localStorage.setItem(storageKey, big ? 'big' : 'normal');
  applyType();
}
