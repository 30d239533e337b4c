import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Manifest } from '../../core/ports/manifest.js';
import { transfersOf, type Plan, type Transfer } from './plan.js';
import type { FileStore } from '../../core/ports/fileStore.js';

/** Signs that a plan is an accident. The user is asked about each, whatever else was confirmed. */
export type Guard = 'mass-change' | 'replaced-folder' | 'linked-folder';

/** Up to this many files may always be replaced or deleted. */
const MASS_CHANGE_MIN_FILES = 10;
/** Share of the target's files. */
const MASS_CHANGE_SHARE = 0.2;

/** The guards that a plan trips. `base`: the manifest of the last sync. */
export function guardsOf(
  plan: Plan,
  { identity, linkedFrom }: Pick<FileStore, 'identity' | 'linkedFrom'>,
  base: Manifest | undefined,
): Guard[] {
  const guards: Guard[] = [];
  if (changesOf(plan) > Math.max(MASS_CHANGE_MIN_FILES, MASS_CHANGE_SHARE * plan.targetSize))
    guards.push('mass-change');
  const isOtherFolder = base?.folderIdentity !== undefined && base.folderIdentity !== identity;
  // Only where missing files in the folder count as deleted by the user.
  const concludesFromGaps = plan.direction === 'to-s3' && plan.deletions.length > 0;
  if (isOtherFolder && concludesFromGaps) guards.push('replaced-folder');
  if (linkedFrom !== undefined && localLosses(plan).length > 0) guards.push('linked-folder');
  return guards;
}

/** Files of the target that a plan would replace or delete. */
export function changesOf(plan: Plan): number {
  return plan.deletions.length + transfersOf(plan).filter(replaces).length;
}

/** Local files that a plan would replace or delete; a merged caption is written on both sides. */
export function localLosses(plan: Plan): RelativePath[] {
  const isDownload = plan.direction === 'from-s3';
  const replaced = transfersOf(plan).filter((transfer) =>
    isDownload ? replaces(transfer) : transfer.action === 'merge',
  );
  return [...(isDownload ? plan.deletions : []), ...replaced].map(({ path }) => path);
}

/** Files that would be overwritten although nothing tells why the two sides differ. */
export function overwritesWithoutHistory(plan: Plan): number {
  return transfersOf(plan).filter(({ reason }) => reason === 'differs, no history').length;
}

const replaces = (transfer: Transfer): boolean =>
  transfer.action === 'merge' || transfer.replaces !== undefined;
