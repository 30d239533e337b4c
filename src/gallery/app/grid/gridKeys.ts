import type { GridLayout } from './gridLayout.js';
import { GRID_GAP } from './gridLayout.js';

/** The index that a movement key moves to from `active`; `undefined` for every other key. */
export function cardAfterKey(key: string, active: number, layout: GridLayout): number | undefined {
  const { columns, count } = layout;
  const last = count - 1;
  if (count === 0) return undefined;
  const rowsPerPage = Math.max(1, Math.floor(layout.viewHeight / (layout.cardHeight + GRID_GAP)));
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, active - 1);
    case 'ArrowRight':
      return Math.min(last, active + 1);
    case 'ArrowUp':
      return upBy(1, active, columns);
    case 'ArrowDown':
      return downBy(1, active, columns, last);
    case 'PageUp':
      return upBy(rowsPerPage, active, columns);
    case 'PageDown':
      return downBy(rowsPerPage, active, columns, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** Moves up in the same column, by `rows` or as many as there are. */
function upBy(rows: number, active: number, columns: number): number {
  const row = Math.floor(active / columns);
  return active - Math.min(rows, row) * columns;
}

/** Moves down the same way. Where the last row is too short for the column, its last card is taken. */
function downBy(rows: number, active: number, columns: number, last: number): number {
  const rowsBelow = Math.floor(last / columns) - Math.floor(active / columns);
  return Math.min(last, active + Math.min(rows, rowsBelow) * columns);
}
