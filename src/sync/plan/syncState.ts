import { captionPathOf } from '../../dataset/pairing.js';
import type { RelativePath, SyncState } from '../../dataset/trainingImage.js';
import type { Manifest, ManifestEntry } from '../../core/ports/manifest.js';
import type { LocalFile } from '../../core/ports/fileStore.js';
import { decide, type Choices, type Comparison, type Decision } from './compare.js';

/**
 * What a sync to S3 would do, by the disk and the manifest alone: S3 is taken to be as the last sync left it. The same
 * table decides as for a plan (`decide`), so that marks, counts and plan agree wherever S3 is as it was.
 */

/** The SHA-256 of a file as it is now; `undefined` where it is gone or cannot be read. */
export type ContentOf = (file: LocalFile) => string | undefined;

/** What the last sync with the place left undone, by path. */
export interface LeftUndone {
  /** With the reason, in one sentence. */
  readonly failed: ReadonlyMap<RelativePath, string>;
  readonly conflicts: ReadonlySet<RelativePath>;
}

/** `file`: as the disk has it; `undefined`: it is gone. `entry`: as the last sync left it. */
export function decisionToS3(
  file: LocalFile | undefined,
  entry: ManifestEntry | undefined,
  contentOf: ContentOf,
  syncDeletes = false,
): Decision {
  const choices: Choices = { syncDeletes, onConflict: 'skip' };
  const comparison = comparisonWith(file, entry, contentOf);
  return comparison === undefined ? { action: 'skip' } : decide(comparison, choices);
}

function comparisonWith(
  file: LocalFile | undefined,
  known: ManifestEntry | undefined,
  contentOf: ContentOf,
): Comparison | undefined {
  const entry = known?.gone === true ? undefined : known;
  if (file === undefined) return entry && { source: 'absent', target: 'present', changed: 'nothing' };
  if (entry === undefined) return { source: 'present', target: 'absent', wasThere: false };
  return isAsSynced(file, entry, contentOf)
    ? { source: 'present', target: 'same' }
    : { source: 'present', target: 'differs', changed: 'source' };
}

/**
 * Whether the file holds the bytes of the last sync. Size, time and inode decide where they can; a file whose time
 * alone moved is read, as a sync reads it.
 */
function isAsSynced(file: LocalFile, entry: ManifestEntry, contentOf: ContentOf): boolean {
  if (file.size !== entry.size) return false;
  if (file.mtimeMs === entry.mtimeMs && file.ino === entry.ino) return true;
  return contentOf(file) === entry.sha256;
}

/** What a sync to S3 would upload of a pair. */
export interface PairGoingUp {
  readonly image: boolean;
  readonly caption: boolean;
}

/**
 * The mark of an image: what the last sync left undone, or else what a sync to S3 would do with the pair. `undefined`:
 * nothing would happen. A caption that is gone is no change of its image (docs/sync-contract.md §1): without Sync
 * Deletes nothing would happen, and with it a deletion is not shown on a card.
 */
export function syncStateOf(
  image: RelativePath,
  goesUp: PairGoingUp,
  { entries }: Pick<Manifest, 'entries'>,
  left: LeftUndone,
): SyncState | undefined {
  const paths = [image, captionPathOf(image)];
  if (paths.some((path) => left.conflicts.has(path))) return 'conflict';
  if (paths.some((path) => left.failed.has(path))) return 'failed';
  const entry = entries.get(image);
  if (goesUp.image) return entry === undefined || entry.gone === true ? 'new' : 'changed';
  return goesUp.caption ? 'changed' : undefined;
}
