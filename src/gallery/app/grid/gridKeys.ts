import { GRID_GAP, sectionOf, type GridLayout, type PlacedSection } from './gridLayout.js';

/** The index that a movement key moves to from `active`; `undefined` for every other key. */
export function cardAfterKey(key: string, active: number, layout: GridLayout): number | undefined {
  const { count } = layout;
  const last = count - 1;
  if (count === 0) return undefined;
  const rowsPerPage = Math.max(1, Math.floor(layout.viewHeight / (layout.cardHeight + GRID_GAP)));
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, active - 1);
    case 'ArrowRight':
      return Math.min(last, active + 1);
    case 'ArrowUp':
      return moveRows(-1, active, layout);
    case 'ArrowDown':
      return moveRows(1, active, layout);
    case 'PageUp':
      return moveRows(-rowsPerPage, active, layout);
    case 'PageDown':
      return moveRows(rowsPerPage, active, layout);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** The column of a card within its section. */
export function columnOf(layout: GridLayout, card: number): number {
  return (card - (layout.sections[sectionOf(layout, card)]?.first ?? 0)) % layout.columns;
}

/** A card in the first or the last row of a section, in a column or, where the row is too short, at its end. */
export function cardAtEdge(
  { columns }: Pick<GridLayout, 'columns'>,
  { first, count }: PlacedSection,
  edge: 'first row' | 'last row',
  column: number,
): number {
  const start = edge === 'first row' ? first : first + Math.floor((count - 1) / columns) * columns;
  return Math.min(start + column, first + count - 1);
}

/** Whether a card is in the first or in the last row of its section. */
export function isAtEdge(layout: GridLayout, card: number, edge: 'first row' | 'last row'): boolean {
  const { first, count } = layout.sections[sectionOf(layout, card)] ?? { first: 0, count: layout.count };
  const row = (index: number): number => Math.floor((index - first) / layout.columns);
  return edge === 'first row' ? row(card) === 0 : row(card) === row(first + count - 1);
}

/** Moves by rows, as many as there are, in the same column where the rows are long enough. */
function moveRows(rows: number, active: number, layout: GridLayout): number {
  const column = columnOf(layout, active);
  let card = active;
  for (let step = 0; step < Math.abs(rows); step++) {
    const next = rows < 0 ? above(card, column, layout) : below(card, column, layout);
    if (next === undefined) break;
    card = next;
  }
  return card;
}

function above(card: number, column: number, layout: GridLayout): number | undefined {
  const at = sectionOf(layout, card);
  const { first } = layout.sections[at] ?? { first: 0 };
  const start = card - ((card - first) % layout.columns);
  if (start > first) return start - layout.columns + column;
  const section = layout.sections.slice(0, at).findLast(({ count }) => count > 0);
  return section && cardAtEdge(layout, section, 'last row', column);
}

function below(card: number, column: number, layout: GridLayout): number | undefined {
  const at = sectionOf(layout, card);
  const { first, count } = layout.sections[at] ?? { first: 0, count: layout.count };
  const next = card - ((card - first) % layout.columns) + layout.columns;
  if (next < first + count) return Math.min(next + column, first + count - 1);
  const section = layout.sections.slice(at + 1).find((candidate) => candidate.count > 0);
  return section && cardAtEdge(layout, section, 'first row', column);
}
