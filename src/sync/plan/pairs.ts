import { imageBeforeCaption, mayBeCaption, stemOf } from '../../dataset/pairing.js';
import type {
  Conflict,
  Deletion,
  HeldBack,
  Kept,
  Plan,
  Transfer,
  TransferGroup,
  Unplannable,
} from './plan.js';

/** The results of comparing single paths. */
export interface PlannedPaths {
  readonly transfers: Transfer[];
  readonly deletions: Deletion[];
  readonly kept: Kept[];
  readonly conflicts: Conflict[];
  readonly skipped: Kept[];
  readonly failed: Unplannable[];
}

interface HasPath {
  readonly path: string;
}

/**
 * Applies the rules that look at whole pairs (docs/sync-contract.md §2 and §3): the failure of one file must not let an
 * image arrive without its caption, or a caption stay without its image.
 */
export function applyPairRules(
  planned: PlannedPaths,
): Pick<Plan, 'groups' | 'heldBack' | 'deletions' | 'kept' | 'conflicts' | 'failed'> {
  const failed = byStem(planned.failed);
  const conflicts = byStem(planned.conflicts);
  const transfers = byStem(planned.transfers);
  const isHeldBack = (transfer: Transfer): boolean =>
    partnerIn(failed, transfer) !== undefined &&
    // A caption shared with a second image is transferred with that image.
    !(mayBeCaption(transfer.path) && partnerIn(transfers, transfer) !== undefined);
  const isSpared = (deletion: Deletion): boolean => partnerIn(conflicts, deletion) !== undefined;
  return {
    groups: groupByStem(planned.transfers.filter((transfer) => !isHeldBack(transfer))),
    heldBack: planned.transfers.filter(isHeldBack).map((transfer): HeldBack => {
      return { path: transfer.path, becauseOf: partnerIn(failed, transfer)?.path ?? transfer.path };
    }),
    deletions: planned.deletions
      .filter((deletion) => !isSpared(deletion))
      .sort((a, b) => imageBeforeCaption(a.path, b.path)),
    kept: [...planned.kept, ...planned.deletions.filter(isSpared).map(keptFor)],
    conflicts: planned.conflicts,
    failed: planned.failed,
  };
}

function keptFor(sparedFrom: Deletion): Kept {
  const { path } = sparedFrom;
  if (sparedFrom.action === 'delete-object') {
    const { s3 } = sparedFrom;
    return { path, size: s3.size, local: undefined, s3, sparedFrom };
  }
  const { file } = sparedFrom.local;
  return { path, size: file.size, local: file, s3: undefined, hashes: sparedFrom.local, sparedFrom };
}

/** The other half of the pair among `others`: the caption of an image, an image of a caption. */
function partnerIn<T extends HasPath>(
  others: ReadonlyMap<string, readonly T[]>,
  { path }: HasPath,
): T | undefined {
  return others.get(stemOf(path))?.find((other) => mayBeCaption(other.path) !== mayBeCaption(path));
}

/**
 * Groups in the order of their stems; the caption comes first in each, so that a trainer never reads an image without
 * it.
 */
export function groupByStem(transfers: readonly Transfer[]): TransferGroup[] {
  return [...byStem(transfers)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stem, group]) => ({
      stem,
      transfers: [...group].sort((a, b) => imageBeforeCaption(b.path, a.path)),
    }));
}

function byStem<T extends HasPath>(items: readonly T[]): Map<string, T[]> {
  const stems = new Map<string, T[]>();
  for (const item of items) {
    const stem = stemOf(item.path);
    const same = stems.get(stem);
    if (same === undefined) stems.set(stem, [item]);
    else same.push(item);
  }
  return stems;
}
