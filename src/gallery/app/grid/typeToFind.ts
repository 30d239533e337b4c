import type { GalleryImage } from '../../messages/protocol.js';

/** Letters that follow each other within this time belong to one word. */
const WORD_PAUSE_MS = 1000;

/**
 * Finds images by the beginning of their names, letter by letter as they are typed. Spaces do not count: the Space key
 * selects.
 */
export class TypeToFind {
  #typed = '';
  #lastLetter = -Infinity;

  /** Whether a letter typed at `now` continues a word. */
  continues(now: number): boolean {
    return now - this.#lastLetter < WORD_PAUSE_MS;
  }

  /**
   * The index of the image that a letter leads to from `active`; -1: no name begins so. The first letter, and the same
   * letter again, lead to the next image that begins so; more letters first try the image that was found.
   */
  find(letter: string, now: number, images: readonly GalleryImage[], active: number): number {
    const before = this.continues(now) ? this.#typed : '';
    const key = folded(letter);
    this.#lastLetter = now;
    this.#typed = before === key ? key : before + key;
    const from = this.#typed.length > key.length ? active : active + 1;
    for (let step = 0; step < images.length; step++) {
      const index = (from + step) % images.length;
      if (folded(images[index]?.name ?? '').startsWith(this.#typed)) return index;
    }
    return -1;
  }
}

function folded(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase().replace(/\s/gu, '');
}
