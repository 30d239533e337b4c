import type { CaptionedImage } from '../dataset/trainingImage.js';
import { imageMessages } from './imageUpdates.js';
import type { ImagesChangedMessage, ImagesMessage } from './messages/protocol.js';

/** Keeps a page's list of images equal to the style's, without blocking the thread. */
export class ImageFeed {
  readonly #post: (message: ImagesMessage | ImagesChangedMessage) => void;
  readonly #pause: () => Promise<void>;
  #wanted: readonly CaptionedImage[] | undefined;
  /** The list that the page has; `undefined`: none. */
  #sent: readonly CaptionedImage[] | undefined;
  /** Counts pages: messages for an earlier page are abandoned. */
  #page = 0;
  #sending = false;

  /** `pause` is awaited between messages, so that other work of the thread runs first. */
  constructor(post: (message: ImagesMessage | ImagesChangedMessage) => void, pause: () => Promise<void>) {
    this.#post = post;
    this.#pause = pause;
  }

  /** A new page is ready, and has no list yet. */
  restart(): void {
    this.#page++;
    this.#sent = undefined;
  }

  /** Updates the page to this list; resolves when it has been sent. Skips lists that a later call replaces. */
  async show(images: readonly CaptionedImage[]): Promise<void> {
    this.#wanted = images;
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#sent !== this.#wanted) await this.#sendWanted();
    } finally {
      this.#sending = false;
    }
  }

  async #sendWanted(): Promise<void> {
    const page = this.#page;
    const wanted = this.#wanted ?? [];
    for (const message of imageMessages(this.#sent, wanted)) {
      this.#post(message);
      await this.#pause();
      if (page !== this.#page) return;
    }
    this.#sent = wanted;
  }
}
