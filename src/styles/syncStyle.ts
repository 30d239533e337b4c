import { DEFAULT_IMAGE_EXTENSIONS } from '../dataset/trainingImage.js';
import { ImageExtensions } from '../dataset/pairing.js';
import { applyPlan } from '../sync/apply.js';
import { SyncError, throwIfCancelled } from '../sync/errors.js';
import { checkLocation, describeLocation, normalizePrefix, type Location } from '../sync/location.js';
import type { Plan } from '../sync/plan.js';
import { makePlan } from '../sync/planner.js';
import type { FileStore, ManifestStore, ObjectStore } from '../sync/ports.js';
import type { LogSink, SyncPhase, SyncProgress } from '../sync/progress.js';
import { Selection } from '../sync/selection.js';
import { listSides, type Sides } from '../sync/sides.js';
import type { StyleAdapters } from './adapters.js';
import type { DeletionsToApprove, SyncRequest } from './requests.js';
import { resultOf, resultOfPlan } from './resultOf.js';
import type { SyncResult } from './results.js';

export interface SyncStyleHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
  /** Asked once before the first change when something would be deleted; left out: yes. */
  readonly approve?: (deletions: DeletionsToApprove) => Promise<boolean>;
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
  const { store, endpoint } = await adapters.openBucket({ bucket, connection, concurrency });
  try {
    const location = locationOf(request, request.styleId ?? folderName(files.root), endpoint);
    const manifests = adapters.manifestOf(files.root, location);
    const sync = new StyleSync(request, { files, objects: store, manifests, location }, adapters, handlers);
    if (request.dryRun) return resultOfPlan(await sync.plan());
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

function locationOf(request: SyncRequest, styleId: string, endpoint: string): Location {
  const location = { endpoint, bucket: request.bucket, prefix: normalizePrefix(request.prefix), styleId };
  checkLocation(location);
  return location;
}

const folderName = (root: string): string => root.split(/[/\\]/).findLast((segment) => segment !== '') ?? '';

interface Ends {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly manifests: ManifestStore;
  readonly location: Location;
}

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
    const { files, objects, manifests } = this.ends;
    const { signal, onProgress, log } = this.handlers;
    await files.clearTemporaryFiles();
    const plan = await this.plan();
    if (!(await this.#isApproved(plan))) throw new SyncError('cancelled');
    throwIfCancelled(signal);
    const { concurrency } = this.request;
    const now = (): number => this.adapters.now();
    const request = { plan, files, objects, manifests, concurrency, onProgress, log, now };
    const outcome = await applyPlan(request, signal);
    const nothingDone = outcome.transferred.length === 0 && outcome.deleted.length === 0;
    if (outcome.stoppedBy !== undefined && nothingDone) throw outcome.stoppedBy;
    return resultOf(plan, outcome);
  }

  /** Lists both sides and compares them. Changes nothing. */
  async plan(): Promise<Plan> {
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
    return makePlan(
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
        onCompared: (done, total) => this.#report('comparing', done, total),
      },
      sides,
      signal,
    );
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

  async #isApproved(plan: Plan): Promise<boolean> {
    const { approve } = this.handlers;
    if (approve === undefined || plan.deletions.length === 0) return true;
    return approve({
      side: plan.direction === 'to-s3' ? 'S3' : 'local',
      files: plan.deletions.map(({ path, reason }) => ({ file: path, reason })),
    });
  }

  #report(phase: SyncPhase, filesDone: number, filesTotal: number): void {
    this.handlers.onProgress({ phase, filesDone, filesTotal, bytesDone: 0, bytesTotal: 0, current: '' });
  }
}
