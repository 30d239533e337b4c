import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withDescriptorRetry } from '../files/descriptors.js';
import { writeError } from '../files/errno.js';
import { flushed, flushFolder } from '../files/flush.js';
import { isSha256 } from '../journal/journalLine.js';
import { isRecord } from '../../core/readJson.js';
import { MAX_BYTES, readTextSync } from '../files/readText.js';
import { makeStoreFolder } from '../store/storeFolder.js';
import { storeFolderOf } from '../store/storePlace.js';
import { findStoreSubFolder } from '../store/storeSubFolders.js';
import { discardTemporaryFile, temporaryPathFor } from '../files/temporaryFiles.js';

/** One JSON object per line, `{"sha256","text"}`. The file is appended to; only `retain` rewrites it. */
const CAPTIONS_FILE = 'captions.jsonl';

/**
 * The captions of a style as both sides had them: the base of later merges. They are not flushed, because losing one
 * only costs a merge by hand. Lines that another process adds after the first use are not seen. `root` as in
 * `FileStore`.
 */
export class CaptionTexts {
  readonly #root: string;
  #loaded: LoadedFile | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Computed at each use: until the style's lock is held, the store may move to its other place. */
  get #path(): string {
    return join(storeFolderOf(this.#root), CAPTIONS_FILE);
  }

  /** Ignores text that is not UTF-8, because it could not be merged. Throws `disk-full`, `unwritable-file`. */
  remember(sha256: string, bytes: Uint8Array): void {
    const text = decode(bytes);
    const loaded = this.#load();
    if (text === undefined || loaded.texts.has(sha256)) return;
    if (findStoreSubFolder(this.#root) === undefined) makeStoreFolder(this.#root);
    const line = (loaded.isTorn ? '\n' : '') + lineOf(sha256, text);
    // If the append fails, an unknown part of the line is in the file.
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

  /** `undefined` also where the text does not match its hash, because the file was edited. Throws `unreadable-file`. */
  get(sha256: string): string | undefined {
    const text = this.#load().texts.get(sha256);
    return text !== undefined && isOf(sha256, text) ? text : undefined;
  }

  /** Rewrites the file without the unknown texts, where there are any. Throws `disk-full`, `unwritable-file`. */
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

  /** Empty where there is no file. Throws `unreadable-file`, also where a link stands in its place. */
  #read(): string {
    if (findStoreSubFolder(this.#root) === undefined) return '';
    return readTextSync(this.#path, MAX_BYTES.text) ?? '';
  }
}

interface LoadedFile {
  /** By SHA-256. */
  readonly texts: Map<string, string>;
  /** All lines, including damaged and duplicate ones. */
  lines: number;
  /** Whether the last line has no end. */
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

/** Empty where the line is damaged: the last one after a crash, or an edited one. */
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
