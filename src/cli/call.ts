import { asSyncError, SyncError } from '../core/errors.js';
import type { UndoHandlers } from '../operations/carryOutUndo.js';
import type { SyncDirection } from '../core/progress.js';
import { SOME_FAILED, statusOfError } from './exitStatus.js';
import { UncaughtError, firstUncaughtError } from './uncaughtError.js';
import { listenForInterruption } from './interruption.js';
import type { Output } from './output.js';

/** One call of the command line. However it ends, it reports its error and sets its exit status. */
export class Call {
  /** The direction of a sync: with it, a reported error gets the fields of a result. */
  direction: SyncDirection | undefined;
  #hasWritten = false;
  readonly #interruption = listenForInterruption(() => this.#giveUp());

  constructor(readonly output: Output) {}

  /** Whether a request that writes was sent, or a file changed. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Aborted at the first stop signal; for commands that only read. */
  get signal(): AbortSignal {
    return this.#interruption.cancel;
  }

  /** The handlers that a sync and an undo share. */
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

  /** Runs `act`, prints its error if it fails, and ends the process; work that is still pending is not awaited. */
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

  /** Ends the process at once: the user insists, and the run does not end by itself. */
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
