import { DEFAULT_IMAGE_EXTENSIONS } from '../dataset/trainingImage.js';
import { ImageExtensions } from '../dataset/pairing.js';
import type { RecoveryStore } from '../recovery/journal.js';
import { newRun } from '../recovery/newRun.js';
import { pruneHistory } from '../recovery/pruneHistory.js';
import { applyPlan } from '../sync/apply.js';
import { restrictTo, type Approved } from '../sync/approval.js';
import { SyncError, throwIfCancelled } from '../sync/errors.js';
import { guardsOf, overwritesWithoutHistory, type Guard } from '../sync/guards.js';
import { describeLocation, type Location } from '../sync/location.js';
import type { Plan } from '../sync/plan.js';
import { makePlan } from '../sync/planner.js';
import type { FileStore, ManifestStore, ObjectStore } from '../sync/ports.js';
import { protectionLine } from '../sync/protection.js';
import type { LogSink, SyncPhase, SyncProgress } from '../sync/progress.js';
import { Selection } from '../sync/selection.js';
import { listSides, type Sides } from '../sync/sides.js';
import type { StyleAdapters } from './adapters.js';
import { DEFAULT_RECOVERY, type ApprovedRow, type SyncRequest } from './requests.js';
import { describeGuards } from './guardTexts.js';
import { folderNameOf, locationOf } from './styleLocation.js';
import { resultOf, resultOfPlan } from './resultOf.js';
import type { SyncResult } from './results.js';

export interface SyncStyleHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
  /**
   * Asked once before the first change, with the plan: where `confirm` of the request or a guard wants it. Left out:
   * nobody is asked, and what trips a guard is refused unless the request is forced.
   */
  readonly approve?: (plan: SyncResult) => Promise<boolean>;
  /** Whether somebody has unsaved edits of a file open; left out: nobody has. */
  readonly isUnsaved?: (path: string) => boolean;
}

/**
 * One sync of one style, from listing to manifest: what every front end calls.
 * Throws `SyncError` where nothing was done; what went wrong with single files is in the result.
 */
export async function syncStyle(
  request: SyncRequest,
  adapters: StyleAdapters,
  handlers: SyncStyleHandlers,
): Promise<SyncResult> {
  const fromS3 = request.direction === 'from-s3';
  // Whatever is wrong with the request is said before a folder is made for it.
  locationOf(request, request.styleId ?? 'style', '');
  const files = await adapters.openFolder(request.folder, { create: fromS3 });
  try {
    return await syncFolder(files, request, adapters, handlers);
  } finally {
    await files.removeIfMadeInVain();
  }
}

async function syncFolder(
  files: FileStore,
  request: SyncRequest,
  adapters: StyleAdapters,
  handlers: SyncStyleHandlers,
): Promise<SyncResult> {
  const { bucket, connection, concurrency } = request;
  const serverFacts = adapters.serverFactsOf(files.root);
  const { store, endpoint } = await adapters.openBucket({ bucket, connection, concurrency, serverFacts });
  try {
    const location = locationOf(request, request.styleId ?? folderNameOf(files.root), endpoint);
    const manifests = adapters.manifestOf(files.root, location);
    const recovery = adapters.recoveryOf(files.root);
    const ends = { files, objects: store, manifests, recovery, location };
    const sync = new StyleSync(request, ends, adapters, handlers);
    if (request.dryRun) return await sync.dryRun();
    const lock = await adapters.lockOf(files.root).acquire(request.holder);
    try {
      return await sync.run();
    } finally {
      await lock.release();
    }
  } finally {
    store.close();
  }
}

interface Ends {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly manifests: ManifestStore;
  readonly recovery: RecoveryStore;
  readonly location: Location;
}

/** A plan as it may be carried out. */
interface Reviewed {
  readonly plan: Plan;
  /** Approved rows that are not what they were. */
  readonly drifted: readonly string[];
  readonly guards: readonly Guard[];
}

const approvalOf = ({ action, file, seen, resolution = 'keep' }: ApprovedRow): Approved => ({
  action,
  path: file,
  seen,
  resolution,
});

class StyleSync {
  readonly #extensions: ImageExtensions;

  constructor(
    readonly request: SyncRequest,
    readonly ends: Ends,
    readonly adapters: StyleAdapters,
    readonly handlers: SyncStyleHandlers,
  ) {
    const { imageExtensions } = request;
    this.#extensions = new ImageExtensions(
      imageExtensions.length > 0 ? imageExtensions : DEFAULT_IMAGE_EXTENSIONS,
    );
  }

  async run(): Promise<SyncResult> {
    const { files, objects, manifests, recovery, location } = this.ends;
    const { signal, onProgress, log } = this.handlers;
    const { concurrency, direction, holder } = this.request;
    await files.clearTemporaryFiles();
    const { plan, drifted, guards } = await this.plan();
    await this.#getApproval(plan, guards, drifted);
    throwIfCancelled(signal);
    const now = (): number => this.adapters.now();
    const wallClock = (): number => this.adapters.wallClock();
    const header = newRun({ kind: 'sync', undoes: null, direction, location, holder }, wallClock());
    const isUnsaved = this.handlers.isUnsaved ?? (() => false);
    const outcome = await applyPlan(
      {
        plan,
        files,
        objects,
        manifests,
        recovery,
        header,
        concurrency,
        isUnsaved,
        onProgress,
        log,
        now,
        wallClock,
      },
      signal,
    );
    const nothingDone = outcome.transferred.length === 0 && outcome.deleted.length === 0;
    if (outcome.stoppedBy !== undefined && nothingDone) throw outcome.stoppedBy;
    if (outcome.runId !== undefined) {
      log('info', protectionLine(location.endpoint, objects.protection));
      await this.#prune();
    }
    return resultOf(plan, outcome, drifted);
  }

  async dryRun(): Promise<SyncResult> {
    const { plan, drifted, guards } = await this.plan();
    return resultOfPlan(plan, guards, drifted);
  }

  /** Lists both sides and compares them. Changes nothing. */
  async plan(): Promise<Reviewed> {
    const { files, objects, manifests, location } = this.ends;
    const { direction, syncDeletes, onConflict, concurrency, images } = this.request;
    const { signal } = this.handlers;
    const base = await manifests.load();
    this.#report('listing', 0, 0);
    const sides = await listSides(
      {
        files,
        objects,
        location,
        direction,
        extensions: this.#extensions,
        platform: this.adapters.platform,
        manifest: base?.manifest,
      },
      signal,
    );
    this.#refuseEmptySource(sides);
    const whole = await makePlan(
      {
        direction,
        syncDeletes,
        onConflict,
        concurrency,
        files,
        objects,
        location,
        extensions: this.#extensions,
        selection: new Selection(images && new Set(images), this.#extensions),
        base: base?.manifest,
        manifestWrittenAtMs: base?.writtenAtMs,
        isUnsaved: this.handlers.isUnsaved ?? (() => false),
        onCompared: (done, total) => this.#report('comparing', done, total),
      },
      sides,
      signal,
    );
    const { approved } = this.request;
    const { plan, drifted } =
      approved === undefined ? { plan: whole, drifted: [] } : restrictTo(whole, approved.map(approvalOf));
    return { plan, drifted, guards: guardsOf(plan, files.identity, base?.manifest) };
  }

  /** A source without one image is a missing disk or a mistyped prefix until the user says otherwise (§3.4). */
  #refuseEmptySource(sides: Sides): void {
    const { direction, force } = this.request;
    const source = direction === 'to-s3' ? sides.local : sides.remote;
    if (force) return;
    for (const path of source.keys()) if (this.#extensions.isImage(path)) return;
    const { files, location } = this.ends;
    throw new SyncError('empty-source', {
      file: direction === 'to-s3' ? files.root : describeLocation(location),
    });
  }

  /** Throws `cancelled` where the answer is no, `mass-change` where nobody can be asked. */
  async #getApproval(plan: Plan, guards: readonly Guard[], drifted: readonly string[]): Promise<void> {
    const { approve, log } = this.handlers;
    const { force, approved, confirm = 'deletes' } = this.request;
    const tripped = force ? [] : guards;
    if (approve === undefined) {
      if (tripped.length > 0) throw new SyncError('mass-change', { cause: describeGuards(plan, tripped) });
      return;
    }
    // Who has looked at the rows one by one has been asked already.
    const losesSomething = plan.deletions.length + overwritesWithoutHistory(plan) > 0;
    const asks = confirm === 'deletes' && approved === undefined && losesSomething;
    if (!asks && tripped.length === 0) return;
    if (!(await approve(resultOfPlan(plan, tripped, drifted)))) {
      log('info', 'Not approved: nothing was changed');
      throw new SyncError('cancelled');
    }
  }

  async #prune(): Promise<void> {
    const { objects, manifests, recovery } = this.ends;
    const { syncDeletes, recovery: settings = DEFAULT_RECOVERY } = this.request;
    const { signal, log } = this.handlers;
    const mayDeleteObjects = syncDeletes;
    await pruneHistory(
      { objects, manifests, recovery, settings, mayDeleteObjects, log, nowMs: this.adapters.wallClock() },
      signal,
    );
  }

  #report(phase: SyncPhase, filesDone: number, filesTotal: number): void {
    this.handlers.onProgress({ phase, filesDone, filesTotal, bytesDone: 0, bytesTotal: 0, current: '' });
  }
}
