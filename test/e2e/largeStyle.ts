import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { treeRow } from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import type { Gallery } from './gallery.js';
import type { Stage } from './stage.js';
import { galleryTimes, lastClick, type GalleryTimes } from './stopwatch.js';

/* Actions of a user on a large style, with their times in the window. */

/** Opens a gallery; returns its times since the click, in milliseconds. Needs {@link startStopwatch}. */
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

/** Expands a style in the tree; returns the time from the click to its first images, in milliseconds. */
export async function unfoldTimed(page: Page, style: string): Promise<number> {
  const shown = page.evaluate<number>(`new Promise((resolve) => {
    const look = () => document.querySelector('.part.sidebar .monaco-list-row[aria-level="2"]') === null
      ? requestAnimationFrame(look) : resolve(Date.now());
    look();
  })`);
  await treeRow(page, style).click();
  return (await shown) - (await lastClick(page));
}

/** Scroll distance between two frames. Pixels. */
export const SCROLLS = { 'turned by the wheel': 100, 'dragged by the scroll bar': 1500 };

/** The result of scrolling: the maximum number of cards in the document, and frame times in milliseconds. */
export interface Scrolling {
  readonly cards: number;
  readonly frameP50: number;
  readonly frameP95: number;
}

/** Scrolls a gallery down from its top in 200 steps, one per frame. */
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
 * Scrolls a gallery down page by page, each time when all thumbnails of the page are shown, until there were
 * `thumbnails` of them or the time is up. Returns their number.
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
