import { type KeyboardEvent, useState } from 'react';

export interface GridPlace {
  row: number;
  column: number;
}

type Step = (place: GridPlace, rows: number, columns: number) => GridPlace;

/** What each key does; a page is ten rows. */
const steps: Record<string, Step> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, _, columns) => ({ row, column: columns - 1 }),
  PageUp: ({ row, column }) => ({ row: Math.max(0, row - 10), column }),
  PageDown: ({ row, column }, rows) => ({ row: Math.min(rows - 1, row + 10), column }),
};

/**
 * Walking a large table with the keyboard: one stop for Tab, arrow keys inside. Cells carry `data-place="row:column"`;
 * where there is no cell, the step goes on to the next one in the same direction.
 */
export function useGridKeys(rows: number, columns: number) {
  const [place, setPlace] = useState<GridPlace | null>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    const here = placeOf(event.target);
    if (!step || !here) return;
    event.preventDefault();
    const table = event.currentTarget;
    let next = step(here, rows, columns);
    const single = event.key.startsWith('Arrow');
    while (isInside(next, rows, columns)) {
      const cell = table.querySelector<HTMLElement>(`[data-place="${next.row}:${next.column}"]`);
      if (cell) {
        setPlace(next);
        cell.focus();
        return;
      }
      if (!single) return;
      next = step(next, rows, columns);
    }
  };
  return { place, onKeyDown };
}

function placeOf(target: EventTarget): GridPlace | null {
  const [row, column] = (target instanceof HTMLElement ? (target.dataset.place ?? '') : '').split(':').map(Number);
  return row === undefined || column === undefined ? null : { row, column };
}

function isInside({ row, column }: GridPlace, rows: number, columns: number): boolean {
  return row >= 0 && row < rows && column >= 0 && column < columns;
}
