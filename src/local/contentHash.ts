import { createHash } from 'node:crypto';
import type { ContentHashes } from '../sync/ports.js';

/** SHA-256 and MD5 of bytes as they come, and how many there were. */
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

  /** Ends the hash: call once. */
  digest(): ContentHashes {
    return { sha256: this.#sha256.digest('hex'), md5: this.#md5.digest('hex') };
  }
}
