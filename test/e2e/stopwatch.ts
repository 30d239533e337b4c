import type { BrowserContext, Frame, Page } from 'playwright-core';

/**
 * Records moments inside the pages, so that the polling of a test does not affect them: the last click, and in a
 * gallery the moments when the first card, the first thumbnail and all visible thumbnails were on screen.
 */
const SCRIPT = `{
  addEventListener('click', () => (globalThis.lastClick = Date.now()), true);
  const loaded = (card) => card.querySelector('img.loaded, .no-picture') !== null;
  const look = () => {
    if (document.querySelector('#pending-frame, #active-frame') !== null) globalThis.webview ??= Date.now();
    // Runs in the frame around the gallery's frame, which loses its timers when VS Code writes the page into it.
    const page = [...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)
      .find((inner) => inner?.querySelector('.gallery-card'));
    if (page !== undefined) {
      const grid = page.querySelector('#grid').getBoundingClientRect();
      const cards = [...page.querySelectorAll('.gallery-card')];
      const inSight = cards.filter((card) => card.getBoundingClientRect().top < grid.bottom);
      globalThis.firstCard ??= Date.now();
      if (cards.some(loaded)) globalThis.firstThumbnail ??= Date.now();
      if (inSight.every(loaded)) globalThis.allThumbnails ??= Date.now();
    }
    if (globalThis.allThumbnails === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

/** Call it before the measured page is loaded. */
export async function startStopwatch(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: SCRIPT });
}

/** The moment of the last click in the window itself. */
export const lastClick = (page: Page): Promise<number> => page.evaluate<number>('globalThis.lastClick');

/**
 * The moments when VS Code had the webview ready for the page, and when the gallery first showed a card, a thumbnail
 * and all visible thumbnails.
 */
export interface GalleryTimes {
  readonly webview: number;
  readonly card: number;
  readonly first: number;
  readonly all: number;
}

/** The moments of the gallery in `frame`; `undefined` until all have passed. */
export async function galleryTimes(frame: Frame): Promise<GalleryTimes | undefined> {
  const times = await frame.parentFrame()?.evaluate<Partial<GalleryTimes>>(
    `({
        webview: globalThis.webview,
        card: globalThis.firstCard,
        first: globalThis.firstThumbnail,
        all: globalThis.allThumbnails,
      })`,
  );
  const { webview, card, first, all } = times ?? {};
  return webview === undefined || card === undefined || first === undefined || all === undefined
    ? undefined
    : { webview, card, first, all };
}
