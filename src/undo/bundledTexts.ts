import { createHash } from 'node:crypto';
import { notRecoverable } from '../core/commonErrors.js';
import type { ObjectStore } from '../core/ports/objectStore.js';
import { readWhole } from '../core/content/readWhole.js';
import { textsIn } from '../recording/captionBundle.js';
import type { Backup } from '../core/ports/journal.js';

/** Captions are restored in about the order in which they were backed up, so few bundles are open at once. */
const MAX_BUNDLES_IN_MEMORY = 2;

/**
 * Larger than any bundle that `CaptionBackups` makes: 4 MiB of text and 1,000 paths; JSON writes six bytes for each
 * control character. Bytes.
 */
const MAX_BUNDLE_BYTES = 48 * 1024 * 1024;

type Texts = ReadonlyMap<string, string>;

/** Reads caption texts that a run backed up in bundles: each bundle once, not once per caption. */
export class BundledTexts {
  /** By key, the most recently used one last. */
  readonly #bundles = new Map<string, Promise<Texts>>();

  constructor(private readonly objects: Pick<ObjectStore, 'get'>) {}

  /** The bytes of a caption. Throws `not-recoverable` where they are gone or damaged. */
  async read({ key, sha256 }: Extract<Backup, { in: 'captions' }>, signal: AbortSignal): Promise<Uint8Array> {
    const text = (await this.#open(key, signal)).get(sha256);
    if (text === undefined) throw notRecoverable(key, 'its text is not in this file of the trash any more');
    const bytes = Buffer.from(text, 'utf8');
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw notRecoverable(key, 'its text in this file of the trash is damaged');
    }
    return bytes;
  }

  #open(key: string, signal: AbortSignal): Promise<Texts> {
    const bundle = this.#bundles.get(key) ?? this.#load(key, signal);
    this.#bundles.delete(key);
    this.#bundles.set(key, bundle);
    const [oldest] = this.#bundles.keys();
    if (oldest !== undefined && this.#bundles.size > MAX_BUNDLES_IN_MEMORY) this.#bundles.delete(oldest);
    return bundle;
  }

  async #load(key: string, signal: AbortSignal): Promise<Texts> {
    const bytes = await readWhole(this.objects, key, MAX_BUNDLE_BYTES, signal);
    if (bytes === undefined) throw notRecoverable(key, 'this file of the trash is gone');
    return textsIn(bytes);
  }
}
