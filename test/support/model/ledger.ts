import assert from 'node:assert/strict';
import type { Backup } from '../../../src/core/ports/journal.js';
import { bundledText } from '../bundledText.js';
import type { BucketView } from '../s3-server/bucketView.js';
import { STYLE, type Client } from './client.js';
import { sortedTree, type Tree } from './styleFolder.js';

const PREFIX = `styles/${STYLE}/`;

/** Both sides of every person, by path. */
export interface Snapshot {
  readonly folders: readonly Tree[];
  readonly bucket: Tree;
}

/**
 * Knows which byte sequences people have written, and which of them must still exist. Each is written once: two files
 * with the same content are copies.
 */
export class Ledger {
  readonly #everWritten = new Set<string>();
  #owed = new Set<string>();

  constructor(
    readonly clients: readonly Client[],
    readonly bucket: BucketView,
  ) {}

  /** A content that is new. All have the same length, and none is the beginning of another. */
  newContent(): string {
    const content = `content ${String(this.#everWritten.size).padStart(5, '0')}!`;
    this.#everWritten.add(content);
    return content;
  }

  get snapshot(): Snapshot {
    return { folders: this.clients.map(({ folder }) => folder.tree), bucket: this.#objects };
  }

  get #objects(): Tree {
    const found: Record<string, string> = {};
    for (const [key, { bytes }] of this.bucket.objects) {
      if (key.startsWith(PREFIX)) found[key.slice(PREFIX.length)] = bytes.toString('utf8');
    }
    return sortedTree(found);
  }

  /** What people remove by hand, without a backup, may be lost. */
  async byHand(act: () => void): Promise<void> {
    await this.check();
    act();
    this.#owe();
    const lost = await this.#lost();
    for (const content of lost) this.#owed.delete(content);
  }

  /** Throws where bytes are lost, or exist that nobody wrote. */
  async check(): Promise<void> {
    for (const content of this.#owe()) {
      assert.ok(this.#everWritten.has(content), `nobody wrote ${JSON.stringify(content)}`);
    }
    const lost = await this.#lost();
    assert.deepEqual(lost, [], 'lost');
  }

  /** Collects what exists somewhere now and must exist from then on. Returns it. */
  #owe(): ReadonlySet<string> {
    const present = this.#present();
    for (const content of present) this.#owed.add(content);
    return present;
  }

  #present(): Set<string> {
    const { folders, bucket } = this.snapshot;
    const files = folders.flatMap((tree) => Object.entries(tree).filter(([path]) => !isTemporary(path)));
    return new Set([...files, ...Object.entries(bucket)].map(([, content]) => content));
  }

  async #lost(): Promise<string[]> {
    const present = this.#present();
    const missing = new Set([...this.#owed].filter((content) => !present.has(content)));
    if (missing.size === 0) return [];
    for (const client of this.clients) {
      for (const { acts } of await client.runs()) {
        for (const { side, path, before } of acts) {
          if (before === null) continue;
          missing.delete((await this.#read(before.kept, side === 's3' ? path : '', client)) ?? '');
        }
      }
    }
    return [...missing];
  }

  /** The bytes of a backup that a journal names; `undefined` where they cannot be read. */
  async #read(kept: Backup, path: string, client: Client): Promise<string | undefined> {
    switch (kept.in) {
      case 'version': {
        const versions = this.bucket.versionsOf(PREFIX + path);
        return versions
          .find(({ versionId }) => versionId === kept.versionId)
          ?.content.read()
          .toString('utf8');
      }
      case 'trash':
        return this.bucket.get(kept.key)?.bytes.toString('utf8');
      case 'captions':
        return bundledText(this.bucket.get(kept.key)?.bytes, kept.sha256);
      case 'store':
        return readBlob(client, kept.sha256);
    }
  }
}

async function readBlob({ recovery }: Client, sha256: string): Promise<string | undefined> {
  try {
    const parts: Uint8Array[] = [];
    for await (const part of recovery.read(sha256)) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  } catch {
    // A damaged or missing backup; the caller decides whether that is a loss.
    return undefined;
  }
}

/** What a dead process left, and the next run removes. */
export const isTemporary = (path: string): boolean => path.endsWith('.tmp');
