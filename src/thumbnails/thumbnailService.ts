import type { ChildProcess } from 'node:child_process';
import { forkThumbnailProcess } from './forkThumbnailProcess.js';
import type { FromThumbnailProcess, ToThumbnailProcess } from './protocol.js';
import { readImageHeader } from './making/readImageHeader.js';
import { ThumbnailQueue } from './thumbnailQueue.js';
import type { Thumbnail, ThumbnailRequest, ThumbnailSource } from './thumbnailSource.js';

export interface ThumbnailServiceOptions {
  /** Absolute path of the thumbnail process's bundle, `dist/thumbnails.js`. */
  readonly script: string;
  /** Where thumbnails are kept between sessions; shared by all windows. */
  readonly cacheFolder: string;
  /** A sentence for the log: the process ended by itself, the cache cannot be written. */
  readonly onProblem: (message: string) => void;
  /** The process ends after this long without work. Default: a minute. */
  readonly idleMs?: number;
  /** Starts the process; replaced in tests that look at it. */
  readonly fork?: (script: string, cacheFolder: string) => ChildProcess;
}

/** Thumbnails looked up by one message: some 2 ms of work there, at most a megabyte on the way back. */
const LOOK_UP_AT_ONCE = 128;
/** Images handed over to be made: enough for all cores between two answers. */
const MAKE_AT_ONCE = 64;
/** Processes that end without having answered anything, one after the other, before it is given up. */
const MAX_FRUITLESS_STARTS = 3;
const IDLE_MS = 60_000;

/**
 * Thumbnails by a process of their own, which starts with the first request (or before it, when told), ends when it has
 * been idle and is replaced when it dies. The queue stays here, so that nothing is lost with the process; it is handed
 * over in small pieces, so that neither side's event loop is held up and a replaced request costs nothing.
 */
export class ThumbnailService implements ThumbnailSource {
  readonly #queue = new ThumbnailQueue();
  #process: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isLookingUp = false;
  #fruitlessStarts = 0;
  #isDisposed = false;

  constructor(private readonly options: ThumbnailServiceOptions) {}

  /** A gallery's page takes longer to come up than the process: this way its first request finds it ready. */
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

  async dimensions(file: string): Promise<{ readonly width: number; readonly height: number } | undefined> {
    try {
      const header = await readImageHeader(file);
      return header && { width: header.width, height: header.height };
    } catch {
      return undefined; // gone or not readable: its size is unknown, as the contract says
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#queue.clear();
    this.#end();
  }

  /** Hands over the next pieces of work; starts the process for it, or lets it come to its end. */
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
      if (this.#process !== started) return; // ended by us, or reported before
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
    // A channel that is closing has an exit event on its way, which brings the work back.
    if (this.#process?.connected === true) this.#process.send(message, () => undefined);
  }

  /** Whatever it does, it may be ended at once: the cache bears it. */
  #end(): void {
    clearTimeout(this.#idle);
    const ended = this.#process;
    this.#process = undefined;
    this.#isLookingUp = false;
    ended?.kill('SIGKILL');
  }
}
