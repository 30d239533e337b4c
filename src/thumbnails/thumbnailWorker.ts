import { stat } from 'node:fs/promises';
import { ThumbnailCache } from './cache/thumbnailCache.js';
import { type MadeThumbnail, makeThumbnail } from './making/makeThumbnail.js';
import type {
  FromThumbnailProcess,
  NumberedRequest,
  NumberedThumbnail,
  ToThumbnailProcess,
} from './processMessages.js';
import { decodingMemory } from './making/decodingMemory.js';
import { loadSharp, type Sharp } from './making/sharpLoader.js';
import { thumbnailKey } from './thumbnailKey.js';
import type { ThumbnailRequest } from './thumbnailSource.js';

/** Made thumbnails are sent in batches, so that the receiver's event loop is woken up rarely and only briefly. */
const BATCH_MS = 40;
const BATCH_LENGTH = 48;

/** The work of the thumbnail process: looks thumbnails up, and makes them, a few at a time. */
export class ThumbnailWorker {
  readonly #waiting = new Map<number, NumberedRequest>();
  /** Images in work, with whether they are still wanted. */
  readonly #inWork = new Map<number, { isWanted: boolean }>();
  readonly #memory = decodingMemory();
  #made: NumberedThumbnail[] = [];
  #flush: NodeJS.Timeout | undefined;
  #sharp: Sharp | undefined;
  #cache: ThumbnailCache | undefined;

  constructor(
    cacheFolder: string,
    private readonly atOnce: number,
    private readonly send: (message: FromThumbnailProcess) => void,
  ) {
    this.#withoutCacheOnError('read', () => {
      this.#cache = ThumbnailCache.open(cacheFolder);
    });
  }

  receive(message: ToThumbnailProcess): void {
    switch (message.type) {
      case 'look-up':
        this.#lookUp(message.images);
        break;
      case 'make':
        for (const image of message.images) this.#waiting.set(image.id, image);
        this.#work();
        break;
      case 'drop':
        for (const id of message.ids) this.#drop(id);
        break;
    }
  }

  #lookUp(images: readonly NumberedRequest[]): void {
    const thumbnails: NumberedThumbnail[] = [];
    const missing: number[] = [];
    for (const image of images) {
      const thumbnail = this.#cached(image);
      if (thumbnail === undefined) missing.push(image.id);
      else thumbnails.push({ id: image.id, ...thumbnail });
    }
    this.send({ type: 'looked-up', thumbnails, missing });
  }

  #work(): void {
    for (const [id, image] of this.#waiting) {
      if (this.#inWork.size >= this.atOnce) return;
      this.#waiting.delete(id);
      this.#inWork.set(id, { isWanted: true });
      void this.#thumbnailOf(image).then((thumbnail) => {
        this.#inWork.delete(id);
        if (thumbnail !== undefined) this.#deliver({ id, ...thumbnail });
        this.#work();
      });
    }
  }

  #drop(id: number): void {
    this.#waiting.delete(id);
    const inWork = this.#inWork.get(id);
    if (inWork !== undefined) inWork.isWanted = false;
  }

  /** Waits for the memory that decoding needs; resolves to its release, or `undefined` if the image was dropped. */
  async #acquireMemory(id: number, bytes: number): Promise<(() => void) | undefined> {
    const release = await this.#memory.acquire(bytes);
    if (this.#inWork.get(id)?.isWanted === true) return release;
    release();
    return undefined;
  }

  /**
   * Never rejects: a status without a picture is an answer too. `undefined`: the image was dropped. Looks into the
   * cache again, because an earlier request for this image, dropped while it was decoded, may have stored it since the
   * look-up.
   */
  async #thumbnailOf(image: NumberedRequest): Promise<MadeThumbnail | undefined> {
    const cached = this.#cached(image);
    if (cached !== undefined) return cached;
    try {
      this.#sharp ??= loadSharp();
    } catch (error) {
      this.#problem('The image library cannot be loaded', error);
      return { status: 'unsupported' };
    }
    try {
      const thumbnail = await makeThumbnail(this.#sharp, image.file, (bytes) =>
        this.#acquireMemory(image.id, bytes),
      );
      if (thumbnail !== undefined && (await isUnchanged(image))) this.#store(image, thumbnail);
      return thumbnail;
    } catch (error) {
      this.#problem(`No thumbnail of ${image.file}`, error);
      return { status: 'damaged' };
    }
  }

  #deliver(thumbnail: NumberedThumbnail): void {
    this.#made.push(thumbnail);
    const isLast = this.#inWork.size === 0 && this.#waiting.size === 0;
    if (isLast || this.#made.length >= BATCH_LENGTH) this.#sendMade();
    else this.#flush ??= setTimeout(() => this.#sendMade(), BATCH_MS);
  }

  #sendMade(): void {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    this.send({ type: 'made', thumbnails: this.#made });
    this.#made = [];
  }

  #cached(image: ThumbnailRequest): MadeThumbnail | undefined {
    return this.#withoutCacheOnError('read', () => this.#cache?.get(thumbnailKey(image)));
  }

  #store(image: ThumbnailRequest, thumbnail: MadeThumbnail): void {
    this.#withoutCacheOnError('written', () => this.#cache?.put(thumbnailKey(image), thumbnail));
  }

  /** After an error of the cache (a full or read-only disk), thumbnails are made without it; the log says so once. */
  #withoutCacheOnError<T>(what: string, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.#cache = undefined;
      this.#problem(`The thumbnail cache cannot be ${what}; going on without it`, error);
      return undefined;
    }
  }

  #problem(what: string, error: unknown): void {
    this.send({
      type: 'problem',
      message: `${what}: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}

/**
 * Whether the file is still the requested one: the thumbnail of a changed file must not be cached under the old key.
 */
async function isUnchanged({ file, size, mtimeMs }: ThumbnailRequest): Promise<boolean> {
  const now = await stat(file);
  return now.size === size && Math.trunc(now.mtimeMs) === Math.trunc(mtimeMs);
}
