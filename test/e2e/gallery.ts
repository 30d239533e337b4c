import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { galleryFrame } from '../support/vscode/workbench.js';

/** The visible gallery of the window. */
export class Gallery {
  readonly frame: FrameLocator;
  readonly grid: Locator;
  readonly toolbar: Locator;
  readonly toS3: Locator;
  readonly fromS3: Locator;
  readonly preview: Locator;
  readonly undo: Locator;
  readonly filter: Locator;
  readonly search: Locator;
  readonly selectionCount: Locator;
  readonly syncDeletes: Locator;
  readonly progress: Locator;
  readonly cancel: Locator;
  readonly summary: Locator;
  /** The result of the last run, with its buttons. */
  readonly summaryLine: Locator;

  constructor(page: Page) {
    this.frame = galleryFrame(page);
    const locate = (selector: string): Locator => this.frame.locator(selector);
    this.grid = locate('#grid');
    this.toolbar = locate('#toolbar');
    this.toS3 = locate('#sync-to-s3');
    this.fromS3 = locate('#sync-from-s3');
    this.preview = locate('#preview-sync');
    this.undo = locate('#undo-last-sync');
    this.filter = locate('#filter');
    this.search = locate('#search');
    this.selectionCount = locate('#selection-count');
    this.syncDeletes = locate('#sync-deletes');
    this.progress = locate('#sync-progress');
    this.cancel = locate('#cancel-sync');
    this.summary = locate('#sync-summary .sync-text');
    this.summaryLine = locate('#sync-summary');
  }

  card = (image: string): Locator => this.frame.locator(`.gallery-card[data-path=${quoted(image)}]`);

  /** The caption mark of an image's card. */
  indicator = (image: string): Locator => this.card(image).locator('.s3-caption-indicator');

  /** The sorted images of the shown cards; with `selector`, only of matching cards. */
  async images(selector = ''): Promise<string[]> {
    const cards = this.frame.locator(`.gallery-card${selector}:visible`);
    // In one step, because the grid adds and removes cards.
    return cards.evaluateAll((all: readonly CardElement[]) =>
      all.map(({ dataset }) => dataset['path'] ?? '').sort(),
    );
  }

  selected = (): Promise<string[]> => this.images('.selected');
  captioned = (): Promise<string[]> => this.images(':has(.s3-caption-indicator)');

  /** The titles of the sync state marks, by image. */
  async syncStates(): Promise<Record<string, string>> {
    const marks = this.frame.locator('.gallery-card:visible .sync-state');
    return Object.fromEntries(
      await marks.evaluateAll((all: readonly MarkElement[]) =>
        all.map((mark): [string, string] => [
          mark.closest('.gallery-card').dataset['path'] ?? '',
          mark.title,
        ]),
      ),
    );
  }

  /** The page itself, for checks that locators cannot do. */
  async page(): Promise<Frame> {
    const grid = await this.grid.elementHandle();
    const frame = await grid.ownerFrame();
    if (frame === null) throw new Error('The gallery is gone.');
    return frame;
  }

  /** Waits until the cards of these images show their thumbnails. */
  async picturesOf(images: readonly string[]): Promise<void> {
    for (const image of images) await this.card(image).locator('img.loaded').waitFor();
  }
}

/** The part of a card that {@link Gallery.images} needs: the Node side is compiled without DOM types. */
interface CardElement {
  readonly dataset: Readonly<Record<string, string | undefined>>;
}

interface MarkElement {
  readonly title: string;
  closest(card: '.gallery-card'): CardElement;
}

/** Quotes a text as a CSS string: a file name may contain quotes and backslashes. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
