import type { CaptionedImage } from '../dataset/trainingImage.js';
import { imageMessages } from './imageUpdates.js';
import type { ImagesChangedMessage, ImagesMessage } from './messages/protocol.js';

/** Keeps a page's list of images in step with the style's, without holding up the thread that it runs on. */
export class ImageFeed {
  readonly #post: (message: ImagesMessage | ImagesChangedMessage) => void;
  readonly #pause: () => Promise<void>;
  #wanted: readonly CaptionedImage[] | undefined;
  /** What the page has; `undefined`: nothing. */
  #sent: readonly CaptionedImage[] | undefined;
  /** Counts pages: what was begun for an earlier one is not finished. */
  #page = 0;
  #sending = false;

  /** `pause` is awaited between messages: it lets other work of the thread go first. */
  constructor(post: (message: ImagesMessage | ImagesChangedMessage) => void, pause: () => Promise<void>) {
    this.#post = post;
    this.#pause = pause;
  }

  /** A new page has come up: it has nothing yet. */
  restart(): void {
    this.#page++;
    this.#sent = undefined;
  }

  /** Brings the page to this list; resolves when it has been sent. Lists that are overtaken are left out. */
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
