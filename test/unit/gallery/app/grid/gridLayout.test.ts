import assert from 'node:assert/strict';
import { cardAfterKey } from '../../../../../src/gallery/app/grid/gridKeys.js';
import {
  cardPosition,
  cardsBetween,
  cardsInBox,
  contentTop,
  GRID_GAP,
  GRID_PADDING,
  HEADING_HEIGHT,
  headingsBetween,
  layOut,
  MAX_CARDS,
  MAX_SCROLL_HEIGHT,
  renderedCards,
  scrollTopFor,
  scrollTopToReveal,
  sectionOf,
  visibleCards,
  type GridSpace,
} from '../../../../../src/gallery/app/grid/gridLayout.js';

const SPACE: GridSpace = { width: 1000, height: 800, count: 10_000, thumbnail: 176, textHeight: 44 };

describe('grid layout', () => {
  it('fills the width with equal square thumbnails close to the requested size', () => {
    for (const width of [300, 400, 640, 1000, 1900, 3000]) {
      for (const thumbnail of [96, 176, 320]) {
        const layout = layOut({ ...SPACE, width, thumbnail, count: 40 });
        const right = cardPosition(layout, layout.columns - 1).x + layout.cardWidth;
        assert.ok(right <= width - 12, `${width}: the last column ends at ${right}`);
        assert.ok(width - 12 - right < layout.columns, `${width}: ${width - 12 - right} px are left over`);
        assert.equal(layout.cardWidth - layout.thumbnail, 8);
      }
    }
  });

  it('never draws more cards than the limit, however large the panel and small the thumbnails', () => {
    for (const [width, height] of [
      [300, 200],
      [1920, 1080],
      [3840, 2160],
      [7680, 4320],
    ] as const) {
      const layout = layOut({ ...SPACE, width, height, thumbnail: 96, count: 100_000 });
      for (let step = 0; step <= 100; step++) {
        const scrollTop = ((layout.scrollHeight - height) * step) / 100;
        const drawn = renderedCards(layout, scrollTop);
        const visible = visibleCards(layout, scrollTop);
        assert.ok(drawn.last - drawn.first <= MAX_CARDS, `${width}×${height}: ${drawn.last - drawn.first}`);
        assert.ok(
          drawn.first <= visible.first && drawn.last >= visible.last,
          'all that is in sight is drawn',
        );
      }
    }
  });

  it('keeps the scrolled height within what browsers can lay out, and still reaches both ends', () => {
    const layout = layOut({ ...SPACE, width: 250, thumbnail: 320, count: 1_000_000 });
    assert.equal(layout.scrollHeight, MAX_SCROLL_HEIGHT);
    assert.equal(visibleCards(layout, 0).first, 0);
    assert.equal(visibleCards(layout, layout.scrollHeight - layout.viewHeight).last, 1_000_000);
    const middle = cardPosition(layout, 500_000).y;
    assert.ok(Math.abs(contentTop(layout, scrollTopFor(layout, middle)) - middle) < 1);
  });

  it('scrolls the shortest distance to reveal a card, and none if it is visible', () => {
    const layout = layOut(SPACE);
    assert.equal(scrollTopToReveal(layout, 0, 0), 0);
    const below = scrollTopToReveal(layout, 0, 500);
    const { first, last } = visibleCards(layout, below);
    assert.ok(500 >= first && 500 < last);
    assert.ok(last - 500 <= 2 * layout.columns, 'it comes in at the lower edge');
    assert.equal(scrollTopToReveal(layout, below, 500), below);
    assert.equal(scrollTopToReveal(layout, below, 0), 0);
  });

  it('puts each section below its heading, and finds cards and headings by their place', () => {
    const layout = layOut({
      ...SPACE,
      count: 12,
      sections: [
        { first: 0, count: 2, hasHeading: false },
        { first: 2, count: 0, hasHeading: true },
        { first: 2, count: 7, hasHeading: true },
        { first: 9, count: 3, hasHeading: true },
      ],
    });
    assert.equal(layout.columns, 5);
    const pitch = layout.cardHeight + GRID_GAP;
    const tops = layout.sections.map(({ top }) => top - GRID_PADDING);
    const heading = HEADING_HEIGHT + GRID_GAP;
    assert.deepEqual(tops, [0, pitch, pitch + heading, 3 * pitch + 2 * heading]);
    assert.deepEqual(cardPosition(layout, 8), {
      x: GRID_PADDING + layout.cardWidth + GRID_GAP,
      y: GRID_PADDING + 2 * pitch + 2 * heading,
    });
    assert.equal(layout.contentHeight, 2 * GRID_PADDING + 4 * pitch + 3 * heading - GRID_GAP);
    assert.deepEqual(
      [0, 1, 2, 8, 9, 11].map((card) => sectionOf(layout, card)),
      [0, 0, 2, 2, 3, 3],
    );
    const second = GRID_PADDING + pitch;
    assert.deepEqual(headingsBetween(layout, second, second + heading), [1]);
    assert.deepEqual(headingsBetween(layout, 0, layout.contentHeight), [1, 2, 3]);
    assert.deepEqual(cardsBetween(layout, second, second + 2 * heading + 1), { first: 2, last: 7 });
    assert.deepEqual(cardsBetween(layout, 0, layout.contentHeight), { first: 0, last: 12 });
    assert.deepEqual(cardsInBox(layout, { x1: 20, y1: 20, x2: 30, y2: layout.contentHeight }), [0, 2, 7, 9]);
    assert.deepEqual(
      cardsInBox(layout, {
        x1: 400,
        y1: layout.contentHeight,
        x2: 300,
        y2: second + 2 * heading + pitch + 1,
      }),
      [8, 10],
    );
  });

  it('lays out an empty style and a panel without a size', () => {
    const layout = layOut({ ...SPACE, width: 0, height: 0, count: 0 });
    assert.deepEqual(renderedCards(layout, 0), { first: 0, last: 0 });
    assert.equal(layout.contentHeight, 2 * GRID_PADDING);
    assert.equal(layout.columns, 1);
  });
});

describe('grid keys', () => {
  /** Rows of 5: 0–4, 5–9, 10–11. */
  const layout = { ...layOut({ ...SPACE, count: 12 }), columns: 5, viewHeight: 450, cardHeight: 200 };
  const from = (active: number, key: string): number | undefined => cardAfterKey(key, active, layout);

  it('moves by cards and rows, and stays in the column', () => {
    assert.equal(from(3, 'ArrowRight'), 4);
    assert.equal(from(4, 'ArrowRight'), 5);
    assert.equal(from(0, 'ArrowLeft'), 0);
    assert.equal(from(11, 'ArrowRight'), 11);
    assert.equal(from(1, 'ArrowDown'), 6);
    assert.equal(from(6, 'ArrowUp'), 1);
    assert.equal(from(1, 'ArrowUp'), 1);
  });

  it('goes to the end of a last row that is short', () => {
    assert.equal(from(8, 'ArrowDown'), 11);
    assert.equal(from(11, 'ArrowDown'), 11);
  });

  it('moves by pages and to both ends', () => {
    assert.equal(from(1, 'PageDown'), 11);
    assert.equal(from(11, 'PageUp'), 1);
    assert.equal(from(7, 'Home'), 0);
    assert.equal(from(7, 'End'), 11);
  });

  it('keeps its column from section to section, past folded ones', () => {
    const sections = [
      { first: 0, count: 4, hasHeading: true },
      { first: 4, count: 0, hasHeading: true },
      { first: 4, count: 7, hasHeading: true },
    ];
    const folders = layOut({ ...SPACE, count: 11, sections });
    assert.equal(cardAfterKey('ArrowDown', 3, folders), 7);
    assert.equal(cardAfterKey('ArrowUp', 7, folders), 3);
    assert.equal(cardAfterKey('ArrowUp', 8, folders), 3);
    assert.equal(cardAfterKey('ArrowRight', 3, folders), 4);
    assert.equal(cardAfterKey('PageDown', 2, folders), 10);
  });

  it('ignores other keys, and every key in an empty grid', () => {
    assert.equal(from(0, 'x'), undefined);
    assert.equal(cardAfterKey('End', 0, { ...layout, count: 0 }), undefined);
  });
});
