import { clearAbandonedParts } from '../recording/abandonedParts.js';
import { newRun } from '../recording/newRun.js';
import { pruneHistory } from '../recording/pruneHistory.js';
import { applyPlan } from '../sync/apply/apply.js';
import { SyncError, throwIfCancelled } from '../core/errors.js';
import type { Outcome } from '../core/outcome.js';
import type { FileStore } from '../core/ports/fileStore.js';
import { protectionLine } from '../sync/apply/protection.js';
import { unlessAborted } from '../core/concurrency/unlessAborted.js';
import type { StyleAdapters } from './protocol/adapters.js';
import { failureLog } from './failureLog.js';
import { limitConcurrency } from './descriptorLimits.js';
import { warnOfPlainHttp } from './texts/endpointTexts.js';
import { DEFAULT_RECOVERY, type SyncRequest } from './protocol/requests.js';
import { resultOf, resultOfPlan, type ReviewedPlan } from './resultOf.js';
import type { SyncResult } from './protocol/results.js';
import { folderNameOf, locationOf, tidyUp, underLock, withBucket, type StyleEnds } from './openStyle.js';
import { approvePlan, reviewPlan } from './reviewPlan.js';
import { warnOfUnprovenRun, warnOfLinkedFolder } from './runWarnings.js';
import { ReportedSync } from './syncReports.js';
import type { SyncStyleHandlers } from './protocol/syncHandlers.js';

/**
 * Syncs one style, from listing to manifest; every front end calls this function. Throws `SyncError` where nothing was
 * done; failures of single files are in the result.
 */
export async function syncStyle(
  request: SyncRequest,
  adapters: StyleAdapters,
  handlers: SyncStyleHandlers,
): Promise<SyncResult> {
  const fromS3 = request.direction === 'from-s3';
  // A wrong request is refused before a folder is made for it.
  locationOf(request, request.styleId ?? 'style', '');
  const { onWrite, log } = handlers;
  const { followLinks, workspaceFolder } = request;
  const files = await adapters.openFolder(request.folder, {
    create: fromS3,
    followLinks,
    workspaceFolder,
    onWrite,
  });
  try {
    return await syncFolder(files, limitConcurrency(request, adapters, handlers.log), adapters, handlers);
  } finally {
    await tidyUp(() => files.removeIfUnused(), log);
  }
}

async function syncFolder(
  files: FileStore,
  request: SyncRequest,
  adapters: StyleAdapters,
  handlers: SyncStyleHandlers,
): Promise<SyncResult> {
  const { bucket, connection, concurrency, holder } = request;
  const { onWrite, log } = handlers;
  const { root } = files;
  const target = { root, bucket, connection, concurrency, onWrite, log };
  return withBucket(target, adapters, async (objects, endpoint) => {
    warnOfPlainHttp(endpoint, log);
    warnOfLinkedFolder(files, log);
    const location = locationOf(request, request.styleId ?? folderNameOf(root), endpoint);
    const manifests = adapters.manifestOf(root, location);
    const ends = { files, objects, manifests, recovery: adapters.recoveryOf(root), location };
    if (request.dryRun) return resultOfPlan(await reviewPlan(request, ends, adapters.platform, handlers));
    return underLock({ root, holder, log }, adapters, () => run(request, ends, adapters, handlers));
  });
}

async function run(
  request: SyncRequest,
  ends: StyleEnds,
  adapters: StyleAdapters,
  handlers: SyncStyleHandlers,
): Promise<SyncResult> {
  const { location, objects } = ends;
  const { direction, holder, concurrency } = request;
  const { signal, hurry, onProgress, log, isUnsaved = () => false } = handlers;
  const reviewed = await unlessAborted(hurry, review(request, ends, adapters, handlers));
  throwIfCancelled(signal);
  if (reviewed === undefined) throw new SyncError('cancelled');
  await unlessAborted(hurry, clearAbandonedParts({ ...ends, log }, signal));
  const now = (): number => adapters.now();
  const wallClock = (): number => adapters.wallClock();
  warnOfUnprovenRun(adapters, log);
  const newestId = await ends.recovery.newestId();
  const header = newRun({ kind: 'sync', undoes: null, direction, location, holder }, wallClock(), newestId);
  const { plan } = reviewed;
  const reported = new ReportedSync(adapters.reportOf(ends.files.root, location), wallClock, log);
  const isWhole =
    request.images === undefined && request.only === undefined && request.approved === undefined;
  await unlessAborted(hurry, reported.begin(plan, isWhole));
  const outcome = await applyPlan(
    {
      plan,
      ...ends,
      header,
      concurrency,
      isUnsaved,
      onProgress,
      log,
      onFailure: failureLog(log),
      now,
      wallClock,
    },
    signal,
    hurry,
  );
  const result = resultOf(reviewed, outcome);
  await unlessAborted(hurry, reported.end(plan, outcome, result));
  if (outcome.stoppedBy !== undefined && hasChangedNothing(outcome)) throw outcome.stoppedBy;
  if (outcome.runId !== undefined) {
    log('info', protectionLine(location.endpoint, objects.protection));
    await unlessAborted(hurry, prune(request, ends, wallClock(), handlers));
  }
  return result;
}

/** The steps of a run before it changes a file. */
async function review(
  request: SyncRequest,
  ends: StyleEnds,
  { platform }: StyleAdapters,
  handlers: SyncStyleHandlers,
): Promise<ReviewedPlan> {
  const reviewed = await reviewPlan(request, ends, platform, handlers);
  await ends.files.clearTemporaryFiles();
  await approvePlan(reviewed, ends.files, request, handlers);
  return reviewed;
}

const hasChangedNothing = ({
  transferred,
  captionsWithoutImage,
  copies,
  unconfirmed,
  deleted,
  failed,
}: Outcome): boolean =>
  [transferred, captionsWithoutImage, copies, unconfirmed, deleted].every(({ length }) => length === 0) &&
  !failed.some(({ data }) => data.unanswered === true);

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
