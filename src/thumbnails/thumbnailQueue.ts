import type { MadeThumbnail } from './making/makeThumbnail.js';
import type { NumberedRequest, NumberedThumbnail } from './processMessages.js';
import type { Thumbnail, ThumbnailRequest } from './thumbnailSource.js';

type Receiver = (batch: readonly Thumbnail[]) => void;

/** `new` → `looking-up` → (`missing` → `making`). Answered items leave the queue. */
type State = 'new' | 'looking-up' | 'missing' | 'making';

interface Item {
  readonly request: NumberedRequest;
  readonly waiting: Set<Owner>;
  state: State;
  /** How often the process died while it made this image, alone or among others. */
  crashes: number;
}

interface Owner {
  readonly receive: Receiver;
  /** In the order of work. */
  readonly items: Set<Item>;
}

/** An image kills the process if the process died twice while making it, the second time with no other image. */
const MAX_CRASHES = 2;

/** Tracks which owner waits for which images, and in what order they are looked up and made. Knows no processes. */
export class ThumbnailQueue {
  /** The most recent owner first: it shows what the user looks at now. */
  #owners: { readonly key: object; readonly owner: Owner }[] = [];
  readonly #byImage = new Map<string, Item>();
  readonly #byId = new Map<number, Item>();
  readonly #making = new Set<Item>();
  /** Items that were being made when the process died. */
  readonly #suspects = new Set<Item>();
  #nextId = 1;

  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  /** Replaces what the owner waits for; returns the numbers of images being made that no owner wants any more. */
  replace(key: object, images: readonly ThumbnailRequest[], receive: Receiver): readonly number[] {
    const before = this.#take(key);
    const owner: Owner = { receive, items: new Set() };
    for (const image of images) {
      const item = this.#itemOf(image);
      item.waiting.add(owner);
      owner.items.add(item);
    }
    this.#owners.unshift({ key, owner });
    return this.#forget(before);
  }

  /** Removes the owner; returns the numbers of images being made that no owner wants any more. */
  release(key: object): readonly number[] {
    return this.#forget(this.#take(key));
  }

  /** The next images to look up in the cache; marks them as `looking-up`. */
  nextToLookUp(limit: number): readonly NumberedRequest[] {
    return this.#next('new', 'looking-up', limit);
  }

  /** Marks images that are not in the cache as `missing`: they have to be made. */
  missed(ids: readonly number[]): void {
    for (const id of ids) {
      const item = this.#byId.get(id);
      if (item !== undefined) this.#become(item, 'missing');
    }
  }

  /**
   * The next images to make, so that at most `limit` are being made; marks them as `making`. After a crash, the images
   * that were being made are tried one at a time, until the one that crashes the process is found.
   */
  nextToMake(limit: number): readonly NumberedRequest[] {
    if (this.#suspects.size === 0) return this.#next('missing', 'making', limit - this.#making.size);
    const suspect = [...this.#suspects].find((item) => item.state === 'missing');
    if (suspect === undefined || this.#making.size > 0) return [];
    this.#become(suspect, 'making');
    return [suspect.request];
  }

  /** Hands thumbnails to the owners that wait for them, and removes them from the queue. */
  settle(thumbnails: readonly NumberedThumbnail[]): void {
    const batches = new Map<Owner, Thumbnail[]>();
    for (const { id, ...made } of thumbnails) {
      const item = this.#byId.get(id);
      if (item === undefined) continue; // Dropped in the meantime.
      const thumbnail = thumbnailOf(item.request.file, made);
      for (const owner of item.waiting) {
        owner.items.delete(item);
        const batch = batches.get(owner);
        if (batch === undefined) batches.set(owner, [thumbnail]);
        else batch.push(thumbnail);
      }
      this.#delete(item);
    }
    for (const [owner, batch] of batches) owner.receive(batch);
  }

  /** The process died: everything under way is requeued. Returns whether the image that crashes it was found. */
  processDied(): boolean {
    for (const item of this.#byId.values()) if (item.state === 'looking-up') this.#become(item, 'new');
    const beingMade = [...this.#making];
    for (const item of beingMade) {
      this.#become(item, 'missing');
      item.crashes += 1;
      this.#suspects.add(item);
    }
    const [only] = beingMade;
    if (only === undefined || beingMade.length > 1 || only.crashes < MAX_CRASHES) return false;
    this.settle([{ id: only.request.id, status: 'damaged' }]);
    return true;
  }

  /** No thumbnail can be made: answers every request with `unsupported`. */
  giveUp(): void {
    this.settle([...this.#byId.keys()].map((id) => ({ id, status: 'unsupported' })));
  }

  clear(): void {
    this.#owners = [];
    this.#byImage.clear();
    this.#byId.clear();
    this.#making.clear();
    this.#suspects.clear();
  }

  #itemOf(request: ThumbnailRequest): Item {
    const image = imageKey(request);
    let item = this.#byImage.get(image);
    if (item === undefined) {
      const { file, size, mtimeMs } = request;
      const numbered = { id: this.#nextId++, file, size, mtimeMs };
      item = { request: numbered, waiting: new Set(), state: 'new', crashes: 0 };
      this.#byImage.set(image, item);
      this.#byId.set(numbered.id, item);
    }
    return item;
  }

  #take(key: object): Owner | undefined {
    const found = this.#owners.find((entry) => entry.key === key);
    this.#owners = this.#owners.filter((entry) => entry !== found);
    return found?.owner;
  }

  #forget(owner: Owner | undefined): readonly number[] {
    const dropped: number[] = [];
    for (const item of owner?.items ?? []) {
      if (owner !== undefined) item.waiting.delete(owner);
      if (item.waiting.size > 0) continue;
      if (item.state === 'making') dropped.push(item.request.id);
      this.#delete(item);
    }
    return dropped;
  }

  #next(from: State, to: State, limit: number): readonly NumberedRequest[] {
    const requests: NumberedRequest[] = [];
    for (const { owner } of this.#owners) {
      for (const item of owner.items) {
        if (requests.length >= limit) return requests;
        if (item.state !== from) continue;
        this.#become(item, to);
        requests.push(item.request);
      }
    }
    return requests;
  }

  #become(item: Item, state: State): void {
    item.state = state;
    if (state === 'making') this.#making.add(item);
    else this.#making.delete(item);
  }

  #delete(item: Item): void {
    this.#byImage.delete(imageKey(item.request));
    this.#byId.delete(item.request.id);
    this.#making.delete(item);
    this.#suspects.delete(item);
  }
}

function imageKey({ file, size, mtimeMs }: ThumbnailRequest): string {
  return `${String(size)}|${String(mtimeMs)}|${file}`;
}

/** Copies the bytes: on arrival a whole batch shares one buffer, which would otherwise be kept and sent as a whole. */
function thumbnailOf(file: string, { webp, ...rest }: MadeThumbnail): Thumbnail {
  return { file, ...rest, ...(webp && { webp: new Uint8Array(webp) }) };
}
