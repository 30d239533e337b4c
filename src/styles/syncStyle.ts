import { clearAbandonedParts } from '../recovery/abandonedParts.js';
import { newRun } from '../recovery/newRun.js';
import { pruneHistory } from '../recovery/pruneHistory.js';
import { applyPlan } from '../sync/apply.js';
import { throwIfCancelled } from '../sync/errors.js';
import type { FileStore } from '../sync/ports.js';
import { protectionLine } from '../sync/protection.js';
import type { StyleAdapters } from './adapters.js';
import { approvePlan } from './approvePlan.js';
import { DEFAULT_RECOVERY, type SyncRequest } from './requests.js';
import { resultOf, resultOfPlan } from './resultOf.js';
import type { SyncResult } from './results.js';
import { reviewPlan } from './reviewPlan.js';
import type { SyncStyleHandlers } from './syncHandlers.js';
import type { StyleEnds } from './styleEnds.js';
import { folderNameOf, locationOf } from './styleLocation.js';

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
    if (request.dryRun) return await dryRun(request, ends, adapters, handlers);
    const lock = await adapters.lockOf(files.root).acquire(request.holder);
    try {
      return await run(request, ends, adapters, handlers);
    } finally {
      await lock.release();
    }
  } finally {
    store.close();
  }
}

async function dryRun(
  request: SyncRequest,
  ends: StyleEnds,
  { platform }: StyleAdapters,
  handlers: SyncStyleHandlers,
): Promise<SyncResult> {
  const { plan, guards, drifted } = await reviewPlan(request, ends, platform, handlers);
  return resultOfPlan(plan, guards, drifted);
}

async function run(
  request: SyncRequest,
  ends: StyleEnds,
  adapters: StyleAdapters,
  handlers: SyncStyleHandlers,
): Promise<SyncResult> {
  const { location, objects } = ends;
  const { direction, holder, concurrency } = request;
  const { signal, onProgress, log, isUnsaved = () => false } = handlers;
  const reviewed = await reviewPlan(request, ends, adapters.platform, handlers);
  await ends.files.clearTemporaryFiles();
  await approvePlan(reviewed, request, handlers);
  throwIfCancelled(signal);
  await clearAbandonedParts({ ...ends, log }, signal);
  const now = (): number => adapters.now();
  const wallClock = (): number => adapters.wallClock();
  const newestId = await ends.recovery.newestId();
  const header = newRun({ kind: 'sync', undoes: null, direction, location, holder }, wallClock(), newestId);
  const { plan, drifted } = reviewed;
  const outcome = await applyPlan(
    { plan, ...ends, header, concurrency, isUnsaved, onProgress, log, now, wallClock },
    signal,
  );
  const nothingDone = outcome.transferred.length === 0 && outcome.deleted.length === 0;
  if (outcome.stoppedBy !== undefined && nothingDone) throw outcome.stoppedBy;
  if (outcome.runId !== undefined) {
    log('info', protectionLine(location.endpoint, objects.protection));
    await prune(request, ends, wallClock(), handlers);
  }
  return resultOf(plan, outcome, drifted);
}

async function prune(
  { syncDeletes: mayDeleteObjects, concurrency, recovery: settings = DEFAULT_RECOVERY }: SyncRequest,
  { objects, location, recovery }: StyleEnds,
  nowMs: number,
  { signal, log }: SyncStyleHandlers,
): Promise<void> {
  await pruneHistory(
    { objects, location, recovery, settings, mayDeleteObjects, concurrency, nowMs, log },
    signal,
  );
}
