import type { BrowserContext, Frame, Page } from 'playwright-core';

/**
 * Notes moments inside the pages, on this machine's clock, so that how often a test looks does not count: when the user
 * clicked last, and in a gallery when the first card was on screen, the first thumbnail, and all that are in sight.
 */
const SCRIPT = `{
  addEventListener('click', () => (globalThis.lastClick = Date.now()), true);
  const loaded = (card) => card.querySelector('img.loaded, .no-picture') !== null;
  const look = () => {
    if (document.querySelector('#pending-frame, #active-frame') !== null) globalThis.webview ??= Date.now();
    // From the frame around the gallery's: that one loses its timers when VS Code writes the page into it.
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

/** To be called before the page whose moments are wanted is loaded. */
export async function startStopwatch(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: SCRIPT });
}

/** When the user clicked last in the window itself. */
export const lastClick = (page: Page): Promise<number> => page.evaluate<number>('globalThis.lastClick');

/**
 * When VS Code had the web view ready for the page, and when the gallery in it first showed a card, a thumbnail, and
 * all thumbnails in sight.
 */
export interface GalleryTimes {
  readonly webview: number;
  readonly card: number;
  readonly first: number;
  readonly all: number;
}

/** The moments of the gallery in `frame`; `undefined` until all have been. */
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
