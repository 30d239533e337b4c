import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withDescriptorRetry } from '../files/descriptors.js';
import { writeError } from '../files/errno.js';
import { flushed } from '../files/flushed.js';
import { flushFolder } from '../files/flushFolder.js';
import { isSha256 } from '../journal/journalFormat.js';
import { isRecord } from '../store/manifestFormat.js';
import { MAX_BYTES, readTextSync } from '../files/readText.js';
import { makeStoreFolder } from '../store/storeFolder.js';
import { storeFolderOf } from '../store/storePlace.js';
import { findStoreSubFolder } from '../store/storeSubFolders.js';
import { discardTemporaryFile, temporaryPathFor } from '../files/temporaryFiles.js';

/** In the store: one JSON object a line, `{"sha256","text"}`; appended to, and written anew only by `retain`. */
const CAPTIONS_FILE = 'captions.jsonl';

/**
 * The captions of a style as both sides had them: the base of a merge. Losing one costs a merge by hand and nothing
 * else, so they are not flushed. What another process adds after the first use is not seen. `root` as of `FileStore`.
 */
export class CaptionTexts {
  readonly #root: string;
  #loaded: LoadedFile | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Looked up anew each time: until the style's lock is held, the store may come to be in another place. */
  get #path(): string {
    return join(storeFolderOf(this.#root), CAPTIONS_FILE);
  }

  /** Text that is not UTF-8 is not kept: nothing could be merged with it. Throws `disk-full`, `unwritable-file`. */
  remember(sha256: string, bytes: Uint8Array): void {
    const text = decode(bytes);
    const loaded = this.#load();
    if (text === undefined || loaded.texts.has(sha256)) return;
    if (findStoreSubFolder(this.#root) === undefined) makeStoreFolder(this.#root);
    const line = (loaded.isTorn ? '\n' : '') + lineOf(sha256, text);
    // Where that fails, how much of the line is there is not known.
    loaded.isTorn = true;
    try {
      appendFileSync(this.#path, line);
    } catch (error) {
      throw writeError(error, this.#path);
    }
    loaded.isTorn = false;
    loaded.lines++;
    loaded.texts.set(sha256, text);
  }

  /** A text that is not what was remembered (somebody edited the file) is none. Throws `unreadable-file`. */
  get(sha256: string): string | undefined {
    const text = this.#load().texts.get(sha256);
    return text !== undefined && isOf(sha256, text) ? text : undefined;
  }

  /** Writes the file anew where something in it is not wanted. Throws `disk-full`, `unwritable-file`. */
  async retain(isKnown: (sha256: string) => boolean): Promise<void> {
    const loaded = this.#load();
    const kept = [...loaded.texts].filter(([sha256, text]) => isKnown(sha256) && isOf(sha256, text));
    if (kept.length === loaded.lines && !loaded.isTorn) return;
    const temporary = temporaryPathFor(this.#path);
    try {
      await writeFlushed(temporary, kept.map(([sha256, text]) => lineOf(sha256, text)).join(''));
      await rename(temporary, this.#path);
      await flushFolder(dirname(this.#path));
    } catch (error) {
      throw writeError(error, this.#path);
    } finally {
      await discardTemporaryFile(temporary);
    }
    this.#loaded = undefined;
  }

  #load(): LoadedFile {
    this.#loaded ??= loadedFrom(this.#read());
    return this.#loaded;
  }

  /** Empty where there is no file. Throws `unreadable-file`, also where a link stands there. */
  #read(): string {
    if (findStoreSubFolder(this.#root) === undefined) return '';
    return readTextSync(this.#path, MAX_BYTES.text) ?? '';
  }
}

interface LoadedFile {
  /** By SHA-256. */
  readonly texts: Map<string, string>;
  /** Of whatever kind: damaged and double ones too. */
  lines: number;
  /** The last line has no end. */
  isTorn: boolean;
}

function loadedFrom(content: string): LoadedFile {
  const lines = content.split('\n').filter((line) => line !== '');
  return {
    texts: new Map(lines.flatMap(parseLine)),
    lines: lines.length,
    isTorn: content !== '' && !content.endsWith('\n'),
  };
}

const lineOf = (sha256: string, text: string): string => `${JSON.stringify({ sha256, text })}\n`;

/** None where the line is damaged: the last one of a crash, or one that somebody edited. */
function parseLine(line: string): [string, string][] {
  try {
    const value: unknown = JSON.parse(line);
    if (!isRecord(value)) return [];
    const { sha256, text } = value;
    return typeof sha256 === 'string' && isSha256(sha256) && typeof text === 'string' ? [[sha256, text]] : [];
  } catch {
    return [];
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const isOf = (sha256: string, text: string): boolean =>
  createHash('sha256').update(text).digest('hex') === sha256;

async function writeFlushed(path: string, content: string): Promise<void> {
  const handle = await withDescriptorRetry(() => open(path, 'wx'));
  try {
    await handle.writeFile(content);
    await flushed(handle.sync());
  } finally {
    await handle.close();
  }
}
