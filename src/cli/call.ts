import { asSyncError, SyncError } from '../core/errors.js';
import type { UndoHandlers } from '../operations/undoSync.js';
import type { SyncDirection } from '../core/progress.js';
import { SOME_FAILED, statusOfError } from './exitStatus.js';
import { UncaughtError, firstUncaughtError } from './uncaughtError.js';
import { listenForInterruption } from './interruption.js';
import type { Output } from './output.js';

/** One call of the command line: it ends with its exit status, and with what it knows, whatever comes in between. */
export class Call {
  /** Of a sync: its error has the fields of a result. */
  direction: SyncDirection | undefined;
  #hasWritten = false;
  readonly #interruption = listenForInterruption(() => this.#giveUp());

  constructor(readonly output: Output) {}

  /** Whether a request that writes was sent, or a file changed. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Ends what only reads, at the first signal. */
  get signal(): AbortSignal {
    return this.#interruption.cancel;
  }

  /** What a sync and an undo have in common. */
  get handlers(): UndoHandlers {
    const { output } = this;
    const { cancel, hurry } = this.#interruption;
    return {
      signal: cancel,
      hurry,
      onWrite: () => {
        this.#hasWritten = true;
      },
      onProgress: (progress) => output.progress(progress),
      log: (level, line) => output.log(level, line),
    };
  }

  /** Ends the process with what was printed, whatever may still be under way: nobody waits for it. */
  async end(act: () => Promise<number>): Promise<void> {
    try {
      process.exitCode = await Promise.race([act(), firstUncaughtError()]);
    } catch (error) {
      process.exitCode = error instanceof UncaughtError ? SOME_FAILED : statusOfError(this.#hasWritten);
      await this.#say(error instanceof UncaughtError ? error.asSyncError : asSyncError(error));
    }
    await this.output.flushed();
    process.exit();
  }

  /** Somebody insists, and it does not end by itself. */
  #giveUp(): void {
    const status = process.exitCode ?? statusOfError(this.#hasWritten);
    if (!this.output.hasResult) void this.output.error(new SyncError('cancelled'), this.direction);
    process.exit(status);
  }

  async #say(error: SyncError): Promise<void> {
    if (error.code === 'internal') await this.output.internalError(error, this.direction, this.#hasWritten);
    else await this.output.error(error, this.direction);
  }
}
