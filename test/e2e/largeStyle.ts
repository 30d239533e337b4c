import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { treeRow } from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import type { Gallery } from './gallery.js';
import type { Stage } from './stage.js';
import { galleryTimes, lastClick, type GalleryTimes } from './stopwatch.js';

/* What a user does with a large style, and how long it takes the window. */

/** Opens a gallery; how long after the click it had what, in milliseconds. Needs {@link startStopwatch}. */
export async function openTimed(
  stage: Stage,
  style: string,
): Promise<{ readonly gallery: Gallery; readonly times: GalleryTimes }> {
  const gallery = await stage.openGallery(style);
  const clicked = await lastClick(stage.page);
  const page = await gallery.page();
  const { webview, card, first, all } = await eventually(async () => {
    const moments = await galleryTimes(page);
    assert.ok(moments !== undefined, 'The thumbnails in sight have not come.');
    return moments;
  });
  const times = {
    webview: webview - clicked,
    card: card - clicked,
    first: first - clicked,
    all: all - clicked,
  };
  return { gallery, times };
}

/** Unfolds a style in the tree; how long after the click its first images were there, in milliseconds. */
export async function unfoldTimed(page: Page, style: string): Promise<number> {
  const shown = page.evaluate<number>(`new Promise((resolve) => {
    const look = () => document.querySelector('.part.sidebar .monaco-list-row[aria-level="2"]') === null
      ? requestAnimationFrame(look) : resolve(Date.now());
    look();
  })`);
  await treeRow(page, style).click();
  return (await shown) - (await lastClick(page));
}

/** How far a gallery is scrolled between two frames. Pixels. */
export const SCROLLS = { 'turned by the wheel': 100, 'dragged by the scroll bar': 1500 };

/** What a scroll has taken: cards in the document at most, and the time between two frames, in milliseconds. */
export interface Scrolling {
  readonly cards: number;
  readonly frameP50: number;
  readonly frameP95: number;
}

/** Scrolls down a gallery from its top in 200 steps, one per frame. */
export const scroll = (page: Frame, pixels: number): Promise<Scrolling> =>
  page.evaluate(`(async () => {
    const grid = document.querySelector('#grid');
    const frames = [];
    let cards = 0;
    let last = await new Promise(requestAnimationFrame);
    for (let step = 0; step < 200; step++) {
      grid.scrollTop = step * ${pixels};
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - last);
      last = now;
      cards = Math.max(cards, document.querySelectorAll('.gallery-card').length);
    }
    frames.sort((a, b) => a - b);
    const at = (share) => frames[Math.floor(frames.length * share)];
    return { cards, frameP50: at(0.5), frameP95: at(0.95) };
  })()`);

/**
 * Goes down a gallery page by page, each when all its thumbnails are there, until there were so many of them. Returns how
 * many there were when patience ended.
 */
export const lookThrough = (page: Frame, thumbnails: number): Promise<number> =>
  page.evaluate(`(async () => {
    const grid = document.querySelector('#grid');
    const seen = new Set();
    const deadline = Date.now() + 120_000;
    while (seen.size < ${thumbnails} && Date.now() < deadline) {
      const cards = [...document.querySelectorAll('.gallery-card')];
      if (cards.every((card) => card.querySelector('img.loaded'))) {
        for (const { dataset } of cards) seen.add(dataset.path);
        grid.scrollTop += grid.clientHeight;
      }
      await new Promise(requestAnimationFrame);
    }
    return seen.size;
  })()`);
