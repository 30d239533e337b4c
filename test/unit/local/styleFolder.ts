import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFolder } from '../../../src/local/style/folderStore.js';
import { SyncError, type ErrorCode } from '../../../src/core/errors.js';
import type { ContentHashes, FileStore } from '../../../src/core/ports/fileStore.js';

/** A signal that is never aborted. */
export const neverAborted = new AbortController().signal;

/** A style's folder `16` on the real disk, in a parent of its own that is removed when the test ends. */
export class StyleFolder {
  readonly parent = realpathSync(mkdtempSync(join(tmpdir(), 's3-training-data-test-')));
  readonly root = join(this.parent, '16');

  constructor() {
    mkdirSync(this.root);
  }

  store(): Promise<FileStore> {
    return openFolder(this.root);
  }

  path(relative: string): string {
    return join(this.root, relative);
  }

  /** Writes a file, with its folders. */
  add(relative: string, content: string | Uint8Array): string {
    mkdirSync(dirname(this.path(relative)), { recursive: true });
    writeFileSync(this.path(relative), content);
    return this.path(relative);
  }

  /** The names in a folder, including hidden ones. */
  names(relative = '.'): string[] {
    return readdirSync(this.path(relative)).sort();
  }

  remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** The content as a body that arrives in pieces. */
// eslint-disable-next-line @typescript-eslint/require-await -- bodies are asynchronous
export async function* bodyOf(...pieces: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

export function hashesOf(content: string | Uint8Array): ContentHashes {
  const hash = (algorithm: string): string => createHash(algorithm).update(content).digest('hex');
  return { sha256: hash('sha256'), md5: hash('md5') };
}

/** For `assert.rejects` and `assert.throws`: a `SyncError` with that code (and a matching cause). */
export function coded(code: ErrorCode, cause?: RegExp): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof SyncError)) throw error;
    if (error.code !== code) throw new Error(`${error.code} instead of ${code}`, { cause: error });
    if (cause !== undefined && !cause.test(error.data.cause ?? '')) throw error;
    return true;
  };
}

/** Only then can a test mount a disk of its own and act as another user. */
export const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0;
