/** The geometry of a grid of equal cells, in CSS pixels. Pure: no DOM access. */

/** Distance between cards, and from the outer cards to the edge of the grid. */
export const GRID_GAP = 4;
export const GRID_PADDING = 12;
/** Distance from a card's edge to its thumbnail. */
export const CARD_PADDING = 4;

/** The document never holds more cards than this: the visible ones and the look-ahead. */
export const MAX_CARDS = 480;

/** Thumbnails are not made smaller than this so that a whole card fits into a low panel. */
const SMALLEST_THUMBNAIL = 96;

/** Rows that are rendered above and below the visible ones. */
const LOOK_AHEAD_ROWS = 2;

/**
 * Browsers cannot lay out more than about 16.7 million CSS pixels at a device pixel ratio of 2. The scroll position of
 * a taller grid is scaled.
 */
export const MAX_SCROLL_HEIGHT = 12_000_000;

export interface GridSpace {
  /** Inner width of the grid. */
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Requested side of a thumbnail. The columns fill the width, so the actual side differs a little. */
  readonly thumbnail: number;
  /** Height of the two lines under a thumbnail. */
  readonly textHeight: number;
}

export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  /** Side of a thumbnail. */
  readonly thumbnail: number;
  readonly cardWidth: number;
  readonly cardHeight: number;
  /** Height of all rows with the padding above and below. */
  readonly contentHeight: number;
  /** Height of the scrolled element: `contentHeight`, but at most `MAX_SCROLL_HEIGHT`. */
  readonly scrollHeight: number;
  readonly viewHeight: number;
  readonly count: number;
}

export function layOut(space: GridSpace): GridLayout {
  let layout = layOutAt(space, space.thumbnail);
  // A low panel shows at least one whole card, if the cards need not be tiny for that.
  const isTooLow = ({ cardHeight, viewHeight }: GridLayout): boolean =>
    viewHeight > 0 && cardHeight + 2 * GRID_PADDING > viewHeight;
  for (let size = space.thumbnail; isTooLow(layout) && size > SMALLEST_THUMBNAIL; size -= 8) {
    layout = layOutAt(space, size);
  }
  // In a very large panel, very small thumbnails would need more nodes than scroll smoothly: they are enlarged.
  for (let size = space.thumbnail; cardsInSight(layout) > MAX_CARDS; size += 8) {
    layout = layOutAt(space, size);
  }
  return layout;
}

function layOutAt({ width, height, count, textHeight }: GridSpace, thumbnail: number): GridLayout {
  const inside = Math.max(1, width - 2 * GRID_PADDING);
  const wanted = thumbnail + 2 * CARD_PADDING + GRID_GAP;
  const columns = Math.max(1, Math.round((inside + GRID_GAP) / wanted));
  const cardWidth = Math.floor((inside + GRID_GAP) / columns) - GRID_GAP;
  const side = Math.max(1, cardWidth - 2 * CARD_PADDING);
  const cardHeight = side + textHeight + 2 * CARD_PADDING;
  const rows = Math.ceil(count / columns);
  const contentHeight = 2 * GRID_PADDING + Math.max(0, rows * (cardHeight + GRID_GAP) - GRID_GAP);
  return {
    columns,
    rows,
    thumbnail: side,
    cardWidth,
    cardHeight,
    contentHeight,
    scrollHeight: Math.min(contentHeight, MAX_SCROLL_HEIGHT),
    viewHeight: height,
    count,
  };
}

/** Rows that can be at least partly visible at once. */
function rowsInSight({ viewHeight, cardHeight }: GridLayout): number {
  return Math.ceil(viewHeight / (cardHeight + GRID_GAP)) + 1;
}

function cardsInSight(layout: GridLayout): number {
  return rowsInSight(layout) * layout.columns;
}

/** The content position at the top of the view, for a scroll position of the (possibly shorter) scrolled element. */
export function contentTop(layout: GridLayout, scrollTop: number): number {
  return scrollTop * scrollScale(layout);
}

/** The scroll position that shows the content position `top` at the top of the view. */
export function scrollTopFor(layout: GridLayout, top: number): number {
  const max = Math.max(0, layout.contentHeight - layout.viewHeight);
  return Math.min(Math.max(0, top), max) / scrollScale(layout);
}

function scrollScale({ contentHeight, scrollHeight, viewHeight }: GridLayout): number {
  return scrollHeight <= viewHeight ? 1 : (contentHeight - viewHeight) / (scrollHeight - viewHeight);
}

/** Card indices from `first` to `last` (exclusive). */
export interface CardRange {
  readonly first: number;
  readonly last: number;
}

/** The cards that are at least partly visible. */
export function visibleCards(layout: GridLayout, scrollTop: number): CardRange {
  const pitch = layout.cardHeight + GRID_GAP;
  const top = contentTop(layout, scrollTop) - GRID_PADDING;
  return cardsOfRows(layout, Math.floor(top / pitch), Math.ceil((top + layout.viewHeight) / pitch));
}

/** The visible cards and as many look-ahead rows around them as `MAX_CARDS` allows. */
export function renderedCards(layout: GridLayout, scrollTop: number): CardRange {
  const pitch = layout.cardHeight + GRID_GAP;
  const top = contentTop(layout, scrollTop) - GRID_PADDING;
  const spare = Math.floor(MAX_CARDS / layout.columns) - rowsInSight(layout);
  const ahead = Math.max(0, Math.min(LOOK_AHEAD_ROWS, Math.floor(spare / 2)));
  const first = Math.floor(top / pitch) - ahead;
  return cardsOfRows(layout, first, Math.ceil((top + layout.viewHeight) / pitch) + ahead);
}

function cardsOfRows(layout: GridLayout, firstRow: number, lastRow: number): CardRange {
  const last = Math.min(layout.count, Math.max(0, lastRow) * layout.columns);
  return { first: Math.min(last, Math.max(0, firstRow) * layout.columns), last };
}

/** The content position of a card's upper left corner. */
export function cardPosition(layout: GridLayout, index: number): { x: number; y: number } {
  const row = Math.floor(index / layout.columns);
  return {
    x: GRID_PADDING + (index % layout.columns) * (layout.cardWidth + GRID_GAP),
    y: GRID_PADDING + row * (layout.cardHeight + GRID_GAP),
  };
}

/** The scroll position, nearest to the current one, at which the whole card is visible. */
export function scrollTopToReveal(layout: GridLayout, scrollTop: number, index: number): number {
  const { y } = cardPosition(layout, index);
  const top = contentTop(layout, scrollTop);
  const highest = y + layout.cardHeight + GRID_PADDING - layout.viewHeight;
  const lowest = y - GRID_PADDING;
  if (top >= highest && top <= lowest) return scrollTop;
  return scrollTopFor(layout, top > lowest ? lowest : Math.min(highest, lowest));
}
