import type { Manifest } from './manifest.js';
import { transfersOf, type Plan, type Transfer } from './plan.js';

/** What makes a plan look like an accident: each is asked about, whatever else was confirmed. */
export type Guard = 'mass-change' | 'replaced-folder';

/** So many files may always be replaced or deleted. */
const MANY_FILES = 10;
/** Of the target's files. */
const MUCH = 0.2;

/**
 * The guards that a plan trips. `folderIdentity`: of the style's folder now (`FileStore.identity`); `base`: what the
 * last sync left.
 */
export function guardsOf(plan: Plan, folderIdentity: string, base: Manifest | undefined): Guard[] {
  const guards: Guard[] = [];
  if (changesOf(plan) > Math.max(MANY_FILES, MUCH * plan.targetSize)) guards.push('mass-change');
  const isOtherFolder = base?.folderIdentity !== undefined && base.folderIdentity !== folderIdentity;
  // Only where the folder's gaps are taken for the user's deletions.
  const concludesFromGaps = plan.direction === 'to-s3' && plan.deletions.length > 0;
  if (isOtherFolder && concludesFromGaps) guards.push('replaced-folder');
  return guards;
}

/** Files of the target that a plan would replace or delete. */
export function changesOf(plan: Plan): number {
  return plan.deletions.length + transfersOf(plan).filter(replaces).length;
}

/** Files that would be overwritten although nothing is known of how the two came to differ. */
export function overwritesWithoutHistory(plan: Plan): number {
  return transfersOf(plan).filter(({ reason }) => reason === 'differs, no history').length;
}

const replaces = (transfer: Transfer): boolean =>
  transfer.action === 'merge' || transfer.replaces !== undefined;
