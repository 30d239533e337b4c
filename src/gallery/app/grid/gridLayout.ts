/** The geometry of a grid of equal cells in sections, in CSS pixels. Pure: no DOM access. */

/** Distance between cards, and from the outer cards to the edge of the grid. */
export const GRID_GAP = 4;
export const GRID_PADDING = 12;
/** Distance from a card's edge to its thumbnail. */
export const CARD_PADDING = 4;

/** Height of a section's heading. */
export const HEADING_HEIGHT = 28;

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

/** Consecutive cards, below a heading or without one. */
export interface GridSection {
  /** Index of its first card. */
  readonly first: number;
  readonly count: number;
  readonly hasHeading: boolean;
}

export interface GridSpace {
  /** Inner width of the grid. */
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Requested side of a thumbnail. The columns fill the width, so the actual side differs a little. */
  readonly thumbnail: number;
  /** Height of the two lines under a thumbnail. */
  readonly textHeight: number;
  /** Left out: one without a heading. */
  readonly sections?: readonly GridSection[];
}

/** A section with its place, as content positions. */
export interface PlacedSection extends GridSection {
  readonly top: number;
  readonly cardsTop: number;
  readonly bottom: number;
}

export interface GridLayout {
  readonly columns: number;
  readonly sections: readonly PlacedSection[];
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

function layOutAt(
  { width, height, count, textHeight, sections = [{ first: 0, count, hasHeading: false }] }: GridSpace,
  thumbnail: number,
): GridLayout {
  const inside = Math.max(1, width - 2 * GRID_PADDING);
  const wanted = thumbnail + 2 * CARD_PADDING + GRID_GAP;
  const columns = Math.max(1, Math.round((inside + GRID_GAP) / wanted));
  const cardWidth = Math.floor((inside + GRID_GAP) / columns) - GRID_GAP;
  const side = Math.max(1, cardWidth - 2 * CARD_PADDING);
  const cardHeight = side + textHeight + 2 * CARD_PADDING;
  const placed = placeSections(sections, columns, cardHeight);
  const contentHeight = (placed.at(-1)?.bottom ?? GRID_PADDING) + GRID_PADDING;
  return {
    columns,
    sections: placed,
    thumbnail: side,
    cardWidth,
    cardHeight,
    contentHeight,
    scrollHeight: Math.min(contentHeight, MAX_SCROLL_HEIGHT),
    viewHeight: height,
    count,
  };
}

function placeSections(
  sections: readonly GridSection[],
  columns: number,
  cardHeight: number,
): readonly PlacedSection[] {
  let top = GRID_PADDING;
  return sections.map((section) => {
    const heading = section.hasHeading ? HEADING_HEIGHT : 0;
    const rows = Math.ceil(section.count / columns);
    const cardsTop = top + heading + (heading > 0 && rows > 0 ? GRID_GAP : 0);
    const bottom = cardsTop + Math.max(0, rows * (cardHeight + GRID_GAP) - GRID_GAP);
    const placed = { ...section, top, cardsTop, bottom };
    top = bottom + (bottom > top ? GRID_GAP : 0);
    return placed;
  });
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
  const top = contentTop(layout, scrollTop);
  return cardsBetween(layout, top, top + layout.viewHeight);
}

/** The visible cards and as many look-ahead rows around them as `MAX_CARDS` allows. */
export function renderedCards(layout: GridLayout, scrollTop: number): CardRange {
  const top = contentTop(layout, scrollTop);
  const spare = Math.floor(MAX_CARDS / layout.columns) - rowsInSight(layout);
  const ahead =
    Math.max(0, Math.min(LOOK_AHEAD_ROWS, Math.floor(spare / 2))) * (layout.cardHeight + GRID_GAP);
  return cardsBetween(layout, top - ahead, top + layout.viewHeight + ahead);
}

/** The cards of the rows that reach into the content from `top` to `bottom`. */
export function cardsBetween(layout: GridLayout, top: number, bottom: number): CardRange {
  const pitch = layout.cardHeight + GRID_GAP;
  const cardsAbove = (y: number, round: (rows: number) => number): number => {
    const section = layout.sections[lastWhere(layout.sections, (candidate) => candidate.top <= y)];
    if (section === undefined) return 0;
    const rows = Math.max(0, round((y - section.cardsTop) / pitch));
    return section.first + Math.min(section.count, rows * layout.columns);
  };
  const last = cardsAbove(bottom, Math.ceil);
  return { first: Math.min(last, cardsAbove(top, Math.floor)), last };
}

/** The indices of the sections whose headings reach into the content from `top` to `bottom`. */
export function headingsBetween({ sections }: GridLayout, top: number, bottom: number): number[] {
  const found: number[] = [];
  const start = Math.max(
    0,
    lastWhere(sections, (section) => section.top <= top),
  );
  for (let index = start; index < sections.length; index++) {
    const section = sections[index];
    if (section === undefined || section.top >= bottom) break;
    if (section.hasHeading && section.top + HEADING_HEIGHT > top) found.push(index);
  }
  return found;
}

/** The index of the section that holds a card. */
export function sectionOf({ sections }: GridLayout, card: number): number {
  let index = lastWhere(sections, (section) => section.first <= card);
  while (index > 0 && sections[index]?.count === 0) index--;
  return Math.max(0, index);
}

/** The content position of a card's upper left corner. */
export function cardPosition(layout: GridLayout, index: number): { x: number; y: number } {
  const { first, cardsTop } = layout.sections[sectionOf(layout, index)] ?? {
    first: 0,
    cardsTop: GRID_PADDING,
  };
  const row = Math.floor((index - first) / layout.columns);
  return {
    x: GRID_PADDING + ((index - first) % layout.columns) * (layout.cardWidth + GRID_GAP),
    y: cardsTop + row * (layout.cardHeight + GRID_GAP),
  };
}

/** The scroll position, nearest to the current one, at which the whole card is visible. */
export function scrollTopToReveal(layout: GridLayout, scrollTop: number, index: number): number {
  return scrollTopToShow(layout, scrollTop, {
    top: cardPosition(layout, index).y,
    height: layout.cardHeight,
  });
}

/** The same for anything that is as wide as the grid. `top`: content position. */
export function scrollTopToShow(
  layout: GridLayout,
  scrollTop: number,
  box: { readonly top: number; readonly height: number },
): number {
  const top = contentTop(layout, scrollTop);
  const highest = box.top + box.height + GRID_PADDING - layout.viewHeight;
  const lowest = box.top - GRID_PADDING;
  if (top >= highest && top <= lowest) return scrollTop;
  return scrollTopFor(layout, top > lowest ? lowest : Math.min(highest, lowest));
}

/** A rectangle of the content; its corners may be in any order. */
export interface ContentBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The indices of the cards that a rectangle touches. */
export function cardsInBox(layout: GridLayout, { x1, y1, x2, y2 }: ContentBox): number[] {
  const [left, right, top, bottom] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
  const { first, last } = cardsBetween(layout, top, bottom);
  const touched: number[] = [];
  for (let index = first; index < last; index++) {
    const { x, y } = cardPosition(layout, index);
    const isBeside = x > right || x + layout.cardWidth < left;
    if (!isBeside && y <= bottom && y + layout.cardHeight >= top) touched.push(index);
  }
  return touched;
}

/** The last index for which a condition holds that holds up to some index and for none after it; -1: for none. */
function lastWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
