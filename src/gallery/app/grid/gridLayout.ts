/** The geometry of a grid of equal cells, in CSS pixels. Pure: nothing here knows the DOM. */

/** Between cards, and from the cards to the edge of the grid. */
export const GRID_GAP = 4;
export const GRID_PADDING = 12;
/** From a card's edge to its thumbnail. */
export const CARD_PADDING = 4;

/** Cards that are in the document at any time, at most: those in sight and the look-ahead. */
export const MAX_CARDS = 480;

/** Rows above and below the visible ones. */
const LOOK_AHEAD_ROWS = 2;

/**
 * Browsers cannot lay out more than about 16.7 million pixels at two device pixels each; a longer grid is scrolled
 * in proportion.
 */
export const MAX_SCROLL_HEIGHT = 12_000_000;

export interface GridSpace {
  /** Of the grid's inside. */
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Side of a thumbnail as the user wants it; columns are filled out, so that it comes out a little different. */
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
  /** What the rows take with the padding above and below. */
  readonly contentHeight: number;
  /** What the scrolled element takes: `contentHeight` up to a limit. */
  readonly scrollHeight: number;
  readonly viewHeight: number;
  readonly count: number;
}

export function layOut(space: GridSpace): GridLayout {
  let layout = layOutAt(space, space.thumbnail);
  // A very large panel with very small thumbnails: larger ones, rather than more nodes than scroll smoothly.
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

/** Rows that can be partly in sight at once. */
function rowsInSight({ viewHeight, cardHeight }: GridLayout): number {
  return Math.ceil(viewHeight / (cardHeight + GRID_GAP)) + 1;
}

function cardsInSight(layout: GridLayout): number {
  return rowsInSight(layout) * layout.columns;
}

/** Where the view is in the content, for a scroll position of the (possibly shorter) scrolled element. */
export function contentTop(layout: GridLayout, scrollTop: number): number {
  return scrollTop * scrollScale(layout);
}

/** The scroll position that shows this part of the content at the top. */
export function scrollTopFor(layout: GridLayout, top: number): number {
  const max = Math.max(0, layout.contentHeight - layout.viewHeight);
  return Math.min(Math.max(0, top), max) / scrollScale(layout);
}

function scrollScale({ contentHeight, scrollHeight, viewHeight }: GridLayout): number {
  return scrollHeight <= viewHeight ? 1 : (contentHeight - viewHeight) / (scrollHeight - viewHeight);
}

/** Cards `first` to `last` (exclusive). */
export interface CardRange {
  readonly first: number;
  readonly last: number;
}

/** The cards in sight. */
export function visibleCards(layout: GridLayout, scrollTop: number): CardRange {
  const pitch = layout.cardHeight + GRID_GAP;
  const top = contentTop(layout, scrollTop) - GRID_PADDING;
  return cardsOfRows(layout, Math.floor(top / pitch), Math.ceil((top + layout.viewHeight) / pitch));
}

/** The cards in sight and as many rows around them as the limit of nodes allows. */
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

/** Where a card lies in the content. */
export function cardPosition(layout: GridLayout, index: number): { x: number; y: number } {
  const row = Math.floor(index / layout.columns);
  return {
    x: GRID_PADDING + (index % layout.columns) * (layout.cardWidth + GRID_GAP),
    y: GRID_PADDING + row * (layout.cardHeight + GRID_GAP),
  };
}

/** The scroll position nearest to the present one at which the whole card is in sight. */
export function scrollTopToReveal(layout: GridLayout, scrollTop: number, index: number): number {
  const { y } = cardPosition(layout, index);
  const top = contentTop(layout, scrollTop);
  const highest = y + layout.cardHeight + GRID_PADDING - layout.viewHeight;
  const lowest = y - GRID_PADDING;
  if (top >= highest && top <= lowest) return scrollTop;
  return scrollTopFor(layout, top > lowest ? lowest : Math.min(highest, lowest));
}
