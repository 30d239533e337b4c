import type { RelativePath } from '../../dataset/trainingImage.js';
import type { RecoveryStore, RunHeader } from '../../core/ports/journal.js';
import { CaptionBackups } from '../../recording/captionBackups.js';
import { createRunContext, type RunContext } from './runContext.js';
import { asSyncError, ofAllFiles, SyncError } from '../../core/errors.js';
import { formerCaptionsOf } from './formerCaptions.js';
import { ManifestDraft } from '../../core/manifest/manifestDraft.js';
import { ManifestSaver } from '../../core/manifest/manifestSaver.js';
import type { Failure, FailureSink } from '../../core/outcome.js';
import type { Plan } from '../plan/plan.js';
import type { FileStore } from '../../core/ports/fileStore.js';
import type { ObjectStore } from '../../core/ports/objectStore.js';
import type { ManifestStore } from '../../core/ports/stores.js';
import type { LogSink, SyncProgress } from '../../core/progress.js';

export interface RunSetup {
  readonly plan: Plan;
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly manifests: ManifestStore;
  readonly recovery: RecoveryStore;
  /** The run's entry in the history. */
  readonly header: RunHeader;
  /** Whether a file has unsaved edits in the editor. */
  readonly isUnsaved: (path: RelativePath) => boolean;
  readonly concurrency: number;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
  readonly onFailure: FailureSink;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Milliseconds since the epoch, for people to read. */
  readonly wallClock: () => number;
}

/**
 * How the work on one file ended. `stopped`: the run ended first; only the recorder knows whether the act had happened.
 */
export type Attempt =
  | { readonly end: 'done' }
  | { readonly end: 'failed'; readonly failure: Failure }
  | { readonly end: 'stopped' };

/** A sync in progress: its signal, its manifest, and the rule for what an error means to it. */
export class Run {
  /** Aborted by the user, or by the first error that makes continuing pointless. */
  readonly signal: AbortSignal;
  /** True at every moment; saved at intervals. */
  readonly manifest: ManifestDraft;
  /** What could not be done, including the failures of the plan. */
  readonly failed: Failure[] = [];
  /** What the acts of the run work with. */
  readonly context: RunContext;
  readonly #saver: ManifestSaver;
  readonly #stop = new AbortController();
  #stoppedBy: SyncError | undefined;
  #hasDoneAnything = false;

  constructor(
    readonly request: RunSetup,
    cancel: AbortSignal,
  ) {
    const { plan, files, objects, manifests, recovery, header, isUnsaved, now, log } = request;
    this.signal = AbortSignal.any([cancel, this.#stop.signal]);
    this.manifest = new ManifestDraft(plan.manifest, files, plan.location);
    this.#saver = new ManifestSaver(this.manifest, manifests, now, plan.manifestChanged);
    this.context = createRunContext({
      files,
      objects,
      recovery,
      header,
      isUnsaved,
      log,
      location: plan.location,
      manifest: this.manifest,
      concurrency: request.concurrency,
      signal: this.signal,
      captions: new CaptionBackups(formerCaptionsOf(plan), header, recovery, objects, log),
    });
  }

  /** The error that ended the run early, or that every attempt met. */
  get stoppedBy(): SyncError | undefined {
    return this.#stoppedBy ?? this.#deniedAltogether();
  }

  /** For a few files, nothing tells beforehand whether only they are denied or every request would be. */
  #deniedAltogether(): SyncError | undefined {
    const [first, ...others] = this.failed;
    if (first === undefined || this.#hasDoneAnything) return undefined;
    const isAll = this.failed.every(
      ({ code, data }) => code === 'access-denied' && data.action === first.data.action,
    );
    if (!isAll) return undefined;
    const error = new SyncError('access-denied', first.data);
    return others.length === 0 ? error : ofAllFiles(error);
  }

  /**
   * Works on one file. A failure of this file is returned and the run continues; a failure that every file would meet
   * ends the run.
   */
  async attempt(path: RelativePath, work: () => Promise<void>): Promise<Attempt> {
    if (this.signal.aborted) return { end: 'stopped' };
    try {
      await work();
    } catch (error) {
      return this.#endOf(asSyncError(error, { file: path }), path);
    }
    this.#hasDoneAnything = true;
    this.#saver.touch();
    return { end: 'done' };
  }

  #endOf(error: SyncError, path: RelativePath): Attempt {
    this.context.recorder.changed.failed(path, error);
    if (error.code === 'cancelled') return { end: 'stopped' };
    if (!error.stopsTheRun) {
      const data = { ...error.data, file: path };
      this.request.onFailure(new SyncError(error.code, data));
      return { end: 'failed', failure: { path, code: error.code, data } };
    }
    this.request.onFailure(error);
    this.stop(error);
    return { end: 'stopped' };
  }

  /** Ends the run: no new work is begun. The first error counts. */
  stop(error: SyncError): void {
    this.#stoppedBy ??= error;
    this.#stop.abort();
  }

  /** The run in the history; `undefined` where it did nothing. */
  get id(): string | undefined {
    return this.context.recorder.runId;
  }

  /**
   * Saves the manifest once more, and ends the journal. Where either fails, that error stops the run; what was done
   * stays done.
   */
  async close(): Promise<void> {
    const { recorder } = this.context;
    await this.#finish(() => this.#saver.close());
    // Where a run has no recorded end, an undo checks of each act whether it happened.
    const endedAtMs = recorder.changed.hasOpenActs ? undefined : this.request.wallClock();
    await this.#finish(() => recorder.close(endedAtMs));
  }

  async #finish(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      const failure = asSyncError(error);
      this.request.onFailure(failure);
      this.stop(failure);
    }
  }
}
