import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LocalFile } from '../../core/ports/fileStore.js';
import type { Draft, DraftKeeper } from './captionPorts.js';

/** Typed text reaches the disk within this time, so that a killed extension host loses no more than that. */
const WRITE_AFTER_MS = 200;

/**
 * The texts that were typed beside pictures and are not in their files yet. They outlive the page, the panel and the
 * extension host: until they are saved or given up, they are in a file of the workspace's storage.
 */
export class CaptionDrafts {
  /** By the URI of the caption. */
  readonly #drafts = new Map<string, Draft>();
  #loading: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `file`: absolute path; it need not exist. `onProblem` takes a sentence for the log. */
  constructor(
    private readonly file: string,
    private readonly onProblem: (message: string) => void,
  ) {}

  /** Reads what an earlier extension host left; call it before the first keeper is used. Never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  /** `caption`: the URI of a caption. */
  keeperOf(caption: string): DraftKeeper {
    return {
      get: () => this.#drafts.get(caption),
      set: (draft) => {
        if (draft === this.#drafts.get(caption)) return;
        if (draft === undefined) this.#drafts.delete(caption);
        else this.#drafts.set(caption, draft);
        this.#writeSoon();
      },
    };
  }

  /** The URIs of the captions with a draft. */
  get captions(): readonly string[] {
    return [...this.#drafts.keys()];
  }

  /** Writes what is not written yet. */
  dispose(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(`${this.file}.new`, this.#json());
      renameSync(`${this.file}.new`, this.file);
    } catch (error) {
      this.onProblem(`Unsaved captions could not be kept: ${String(error)}`);
    }
  }

  async #read(): Promise<void> {
    try {
      const stored: unknown = JSON.parse(await readFile(this.file, 'utf8'));
      for (const [caption, draft] of Object.entries(isRecord(stored) ? stored : {})) {
        if (isDraft(draft) && !this.#drafts.has(caption)) this.#drafts.set(caption, draft);
      }
    } catch (error) {
      if (isRecord(error) && error['code'] === 'ENOENT') return;
      this.onProblem(`Unsaved captions of an earlier window could not be read: ${String(error)}`);
    }
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#write());
    }, WRITE_AFTER_MS);
  }

  async #write(): Promise<void> {
    try {
      await mkdir(dirname(this.file), { recursive: true });
      await writeFile(`${this.file}.new`, this.#json());
      await rename(`${this.file}.new`, this.file);
    } catch (error) {
      this.onProblem(`Unsaved captions could not be kept: ${String(error)}`);
    }
  }

  #json(): string {
    return JSON.stringify(Object.fromEntries(this.#drafts));
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function isDraft(value: unknown): value is Draft {
  if (!isRecord(value)) return false;
  const { text, base, before } = value;
  return (
    typeof text === 'string' &&
    (base === undefined || typeof base === 'string') &&
    (before === undefined || isFile(before))
  );
}

function isFile(value: unknown): value is LocalFile {
  if (!isRecord(value)) return false;
  const { path, size, mtimeMs, ino } = value;
  return typeof path === 'string' && [size, mtimeMs, ino].every((number) => typeof number === 'number');
}
