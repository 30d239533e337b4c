import { createHash, hash } from 'node:crypto';
import type { ContentHashes } from '../../core/ports/fileStore.js';

/** Hashes bytes that are all in memory: for a caption, in a third of the time. */
export const hashesOf = (bytes: Uint8Array): ContentHashes => ({
  sha256: hash('sha256', bytes),
  md5: hash('md5', bytes),
});

/** Hashes a stream of bytes with SHA-256 and MD5, and counts them. */
export class ContentHash {
  readonly #sha256 = createHash('sha256');
  readonly #md5 = createHash('md5');
  #size = 0;

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#md5.update(bytes);
    this.#size += bytes.length;
  }

  /** Ends the hash; call it once. */
  digest(): ContentHashes {
    return { sha256: this.#sha256.digest('hex'), md5: this.#md5.digest('hex') };
  }
}
