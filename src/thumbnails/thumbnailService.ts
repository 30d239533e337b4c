import type { ChildProcess } from 'node:child_process';
import { forkThumbnailProcess } from './forkThumbnailProcess.js';
import type { FromThumbnailProcess, ToThumbnailProcess } from './processMessages.js';
import { readPicture } from './making/openPicture.js';
import { readImageHeader } from './making/readImageHeader.js';
import { type PictureFacts, pictureFacts } from './pictureFacts.js';
import { ThumbnailQueue } from './thumbnailQueue.js';
import type { Thumbnail, ThumbnailRequest, ThumbnailSource } from './thumbnailSource.js';

export interface ThumbnailServiceOptions {
  /** Absolute path of the thumbnail process's bundle, `dist/thumbnails.js`. */
  readonly script: string;
  /** Where thumbnails are kept between sessions; shared by all windows. */
  readonly cacheFolder: string;
  /** Called with a sentence for the log, such as that the process died or the cache cannot be written. */
  readonly onProblem: (message: string) => void;
  /** The process is ended after this long without work. Default: one minute. */
  readonly idleMs?: number;
  /** Starts the process; tests that inspect the process replace it. */
  readonly fork?: (script: string, cacheFolder: string) => ChildProcess;
}

/** Thumbnails per `look-up` message: about 2 ms of work in the process, and at most one megabyte in the answer. */
const LOOK_UP_AT_ONCE = 128;
/** Images that the process holds at once: enough to keep all cores busy between two answers. */
const MAKE_AT_ONCE = 64;
/** After this many processes in a row that died without an answer, the queued requests are given up. */
const MAX_FRUITLESS_STARTS = 3;
const IDLE_MS = 60_000;
/** The largest file that is sent to a page as it is: a photo in JPEG XL has a few megabytes. */
const MAX_ORIGINAL_BYTES = 1 << 24;

/**
 * Makes thumbnails in a process of its own. The process starts with the first request (or with `prepare`), ends when it
 * is idle and is replaced when it dies. The queue stays here, so that a crash loses no request. The process gets work
 * in small pieces, so that neither side's event loop is blocked and a replaced request costs nothing.
 */
export class ThumbnailService implements ThumbnailSource {
  readonly #queue = new ThumbnailQueue();
  #process: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isLookingUp = false;
  #fruitlessStarts = 0;
  #isDisposed = false;

  constructor(private readonly options: ThumbnailServiceOptions) {}

  /** Starts the process early: a gallery's page takes longer to load, so its first request finds the process ready. */
  prepare(): void {
    if (this.#isDisposed) return;
    this.#process ??= this.#start();
    this.#work();
  }

  request(
    owner: object,
    images: readonly ThumbnailRequest[],
    onReady: (batch: readonly Thumbnail[]) => void,
  ): void {
    if (this.#isDisposed) return;
    this.#drop(this.#queue.replace(owner, images, onReady));
    this.#work();
  }

  release(owner: object): void {
    this.#drop(this.#queue.release(owner));
    this.#work();
  }

  async dimensions(file: string): Promise<PictureFacts | undefined> {
    try {
      const header = await readImageHeader(file);
      return header && pictureFacts(file, header);
    } catch {
      return undefined; // The file is gone or unreadable: the contract of `dimensions` is `undefined`.
    }
  }

  async original(file: string): Promise<ArrayBuffer | undefined> {
    try {
      return await readPicture(file, MAX_ORIGINAL_BYTES);
    } catch {
      return undefined; // The file is gone or unreadable: the contract of `original` is `undefined`.
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#queue.clear();
    this.#end();
  }

  /** Sends the next pieces of work and starts the process if needed; without work, starts its idle timer. */
  #work(): void {
    clearTimeout(this.#idle);
    if (this.#queue.isEmpty) {
      if (this.#process === undefined) return;
      this.#idle = setTimeout(() => this.#end(), this.options.idleMs ?? IDLE_MS);
      return;
    }
    this.#process ??= this.#start();
    const toMake = this.#queue.nextToMake(MAKE_AT_ONCE);
    if (toMake.length > 0) this.#send({ type: 'make', images: toMake });
    if (this.#isLookingUp) return;
    const toLookUp = this.#queue.nextToLookUp(LOOK_UP_AT_ONCE);
    this.#isLookingUp = toLookUp.length > 0;
    if (this.#isLookingUp) this.#send({ type: 'look-up', images: toLookUp });
  }

  #receive(message: FromThumbnailProcess): void {
    if (message.type === 'problem') {
      this.options.onProblem(message.message);
      return;
    }
    this.#fruitlessStarts = 0;
    if (message.type === 'looked-up') {
      this.#isLookingUp = false;
      this.#queue.missed(message.missing);
    }
    this.#queue.settle(message.thumbnails);
    this.#work();
  }

  #start(): ChildProcess {
    const started = (this.options.fork ?? forkThumbnailProcess)(
      this.options.script,
      this.options.cacheFolder,
    );
    let lastWords = '';
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-2000);
    });
    const gone = (how: string) => {
      if (this.#process !== started) return; // The service ended it, or its death was already reported.
      this.#process = undefined;
      this.options.onProblem(`The thumbnail process ended (${how}). ${lastWords}`.trim());
      this.#recover();
    };
    started.on('message', (message) => {
      if (this.#process === started) this.#receive(message as FromThumbnailProcess);
    });
    started.on('exit', (code, signal) => gone(signal ?? `exit status ${String(code)}`));
    started.on('error', (error) => gone(error.message));
    return started;
  }

  #recover(): void {
    this.#isLookingUp = false;
    this.#fruitlessStarts = this.#queue.processDied() ? 0 : this.#fruitlessStarts + 1;
    if (this.#fruitlessStarts >= MAX_FRUITLESS_STARTS) {
      this.#fruitlessStarts = 0;
      this.options.onProblem('Thumbnails cannot be made here: their process ends as soon as it starts.');
      this.#queue.giveUp();
    }
    this.#work();
  }

  #drop(ids: readonly number[]): void {
    if (ids.length > 0) this.#send({ type: 'drop', ids });
  }

  #send(message: ToThumbnailProcess): void {
    // If the channel is closing, an exit event follows, which requeues the work.
    if (this.#process?.connected === true) this.#process.send(message, () => undefined);
  }

  /** SIGKILL is safe at any time: the cache tolerates a torn record. */
  #end(): void {
    clearTimeout(this.#idle);
    const ended = this.#process;
    this.#process = undefined;
    this.#isLookingUp = false;
    ended?.kill('SIGKILL');
  }
}
