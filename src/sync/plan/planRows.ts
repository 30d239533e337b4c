import type { RelativePath } from '../../dataset/trainingImage.js';
import { isSameEtag } from '../../core/content/etag.js';
import { transfersOf, seenBy, sizeOf, type Kept, type Plan, type Seen } from './plan.js';

/** One file of a plan: what would happen to it, why, and what each side held when that was decided. */
export interface PlanRow {
  readonly action: RowAction;
  readonly path: RelativePath;
  readonly reason: string;
  /** Bytes. */
  readonly size: number;
  readonly seen: SeenTokens;
}

export type RowAction =
  'upload' | 'download' | 'merge' | 'delete' | 'keep' | 'conflict' | 'refuse' | 'fail' | 'stay' | 'skip';

/** What each side held, as tokens that change when the file does; `null`: nothing. */
export interface SeenTokens {
  readonly local: string | null;
  readonly s3: string | null;
}

export function tokensOf({ local, s3 }: Seen): SeenTokens {
  return {
    // A template literal would keep references to its parts: four times the memory, hundreds of thousands of times.
    local: local === undefined ? null : [local.size, local.mtimeMs, local.ino].join('-'),
    s3: s3 === undefined ? null : s3.etag,
  };
}

export const isSameSeen = (a: SeenTokens, b: SeenTokens): boolean =>
  a.local === b.local && (a.s3 === null || b.s3 === null ? a.s3 === b.s3 : isSameEtag(a.s3, b.s3));

const NOTHING_SEEN: Seen = { local: undefined, s3: undefined };

/** Every file of a plan, acts first. A generator, because there may be hundreds of thousands. */
export function* rowsOf(plan: Plan): Generator<PlanRow> {
  for (const transfer of transfersOf(plan)) {
    const { action, path, reason } = transfer;
    yield row(action, path, reason, sizeOf(transfer), seenBy(transfer));
  }
  for (const deletion of plan.deletions) {
    const { path, reason } = deletion;
    if (deletion.action === 'delete-object') {
      yield row('delete', path, reason, deletion.s3.size, { local: undefined, s3: deletion.s3 });
    } else {
      const { file } = deletion.local;
      yield row('delete', path, reason, file.size, { local: file, s3: undefined });
    }
  }
  for (const kept of plan.kept) yield row('keep', kept.path, reasonToKeep(kept), kept.size, kept);
  for (const conflict of plan.conflicts)
    yield row('conflict', conflict.path, conflict.reason, conflict.size, conflict);
  for (const { path, cause, size } of plan.refused) yield row('refuse', path, cause, size, NOTHING_SEEN);
  for (const { path, cause } of plan.failed) yield row('fail', path, cause, 0, NOTHING_SEEN);
  for (const staying of plan.staying) yield row('stay', staying.path, staying.reason, staying.size, staying);
  for (const skipped of plan.skipped)
    yield row('skip', skipped.path, 'same on both sides', skipped.size, skipped);
}

export const reasonToKeep = ({ sparedFrom }: Pick<Kept, 'sparedFrom'>): string =>
  sparedFrom === undefined ? 'changed in the target' : 'the other file of its pair is in conflict';

const row = (action: RowAction, path: RelativePath, reason: string, size: number, seen: Seen): PlanRow => ({
  action,
  path,
  reason,
  size,
  seen: tokensOf(seen),
});
