import { ImageExtensions } from '../dataset/pairing.js';
import { DEFAULT_IMAGE_EXTENSIONS } from '../dataset/trainingImage.js';
import { restrictTo, type Approved } from '../sync/plan/approval.js';
import { SyncError } from '../core/errors.js';
import { guardsOf, overwritesWithoutHistory } from '../sync/plan/guards.js';
import { describeLocation } from '../core/location.js';
import { LocalContents } from '../sync/plan/localContent.js';
import { leaveOutOthers } from '../sync/plan/onlyKind.js';
import { makePlan } from '../sync/plan/planner.js';
import type { FileStore, LocalFile } from '../core/ports/fileStore.js';
import type { SyncPhase } from '../core/progress.js';
import { isLeftOut, Selection } from '../sync/plan/selection.js';
import { listSides, type ListedSides } from '../sync/plan/listSides.js';
import type { StyleAdapters } from './protocol/adapters.js';
import { linkedFolderOf } from './linkedFolder.js';
import type { ApprovedRow, SyncRequest } from './protocol/requests.js';
import type { StyleEnds } from './openStyle.js';
import type { SyncStyleHandlers } from './protocol/syncHandlers.js';
import { resultOfPlan, type ReviewedPlan } from './resultOf.js';
import { describeGuards } from './texts/guardTexts.js';

/**
 * Lists and compares both sides of a style, and restricts the plan to the approved rows where there are any. Changes
 * nothing. Throws `empty-source`, `incomplete-listing`, `missing-folder`, and the errors of S3.
 */
export async function reviewPlan(
  request: SyncRequest,
  { files, objects, manifests, location }: StyleEnds,
  platform: StyleAdapters['platform'],
  { signal, onProgress, isUnsaved = () => false }: SyncStyleHandlers,
): Promise<ReviewedPlan> {
  const { direction, syncDeletes, onConflict, concurrency, images, only, approved, force } = request;
  const extensions = extensionsOf(request);
  const report = (phase: SyncPhase, filesDone: number, filesTotal: number): void =>
    onProgress({ phase, filesDone, filesTotal, bytesDone: 0, bytesTotal: 0, current: '' });
  report('listing', 0, 0);
  const base = await manifests.load();
  const manifest = base?.manifest;
  const selection = new Selection(images && new Set(images), extensions);
  const contents = new LocalContents({ files, extensions, manifestWrittenAtMs: base?.writtenAtMs }, signal);
  const whileListing = (scanned: readonly LocalFile[], until: AbortSignal): Promise<void> =>
    contents.readAhead(
      scanned.filter(({ path }) => selection.has(path) && !isLeftOut(path, only, extensions)),
      manifest,
      until,
    );
  const sides = await listSides(
    { files, objects, location, direction, extensions, platform, manifest, whileListing },
    signal,
  );
  if (!force && !hasImage(sourceOf(sides, request), extensions)) {
    throw new SyncError('empty-source', {
      file: direction === 'to-s3' ? files.root : describeLocation(location),
    });
  }
  const whole = await makePlan(
    {
      direction,
      syncDeletes,
      onConflict,
      concurrency,
      files,
      objects,
      location,
      extensions,
      selection,
      only,
      contents,
      base: manifest,
      isUnsaved,
      onCompared: (done, total) => report('comparing', done, total),
    },
    sides,
    signal,
  );
  const restricted =
    approved === undefined ? { plan: whole, drifted: [] } : restrictTo(whole, approved.map(approvalOf));
  const { drifted } = restricted;
  const plan = leaveOutOthers(restricted.plan, only, extensions);
  return { plan, drifted, guards: guardsOf(plan, files, manifest), linkedFolder: linkedFolderOf(files) };
}

/**
 * Asks for approval of a plan that would lose files or that looks like an accident. Throws `cancelled` where the answer
 * is no, and `mass-change` where nobody can be asked.
 */
export async function approvePlan(
  reviewed: ReviewedPlan,
  files: Pick<FileStore, 'root' | 'linkedFrom'>,
  { force, approved, confirm = 'deletes' }: SyncRequest,
  { approve, log }: SyncStyleHandlers,
): Promise<void> {
  const { plan } = reviewed;
  const tripped = force ? [] : reviewed.guards;
  if (approve === undefined) {
    if (tripped.length === 0) return;
    throw new SyncError('mass-change', { cause: describeGuards(plan, tripped, files) });
  }
  // A user who has reviewed the rows knows what they overwrite; deletions are asked about in any case.
  const overwritten = approved === undefined ? overwritesWithoutHistory(plan) : 0;
  const asks = confirm === 'deletes' && plan.deletions.length + overwritten > 0;
  if (!asks && tripped.length === 0) return;
  if (await approve(resultOfPlan({ ...reviewed, guards: tripped }))) return;
  log('info', 'Not approved: nothing was changed');
  throw new SyncError('cancelled');
}

const extensionsOf = ({ imageExtensions }: SyncRequest): ImageExtensions =>
  new ImageExtensions(imageExtensions.length > 0 ? imageExtensions : DEFAULT_IMAGE_EXTENSIONS);

const sourceOf = (sides: ListedSides, { direction }: SyncRequest): ReadonlyMap<string, unknown> =>
  direction === 'to-s3' ? sides.local : sides.s3;

/**
 * A source without an image means a missing disk or a mistyped prefix, until the user says otherwise
 * (docs/sync-contract.md §3.4).
 */
function hasImage(source: ReadonlyMap<string, unknown>, extensions: ImageExtensions): boolean {
  for (const path of source.keys()) if (extensions.isImage(path)) return true;
  return false;
}

const approvalOf = ({ action, file, seen, resolution = 'keep' }: ApprovedRow): Approved => ({
  action,
  path: file,
  seen,
  resolution,
});
