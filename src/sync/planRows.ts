import type { RelativePath } from '../dataset/trainingImage.js';
import { transfersOf, seenBy, sizeOf, type Kept, type Plan, type Seen } from './plan.js';

/** One file of a plan: what would happen to it, why, and what it was decided on. */
export interface PlanRow {
  readonly action: RowAction;
  readonly path: RelativePath;
  readonly reason: string;
  /** Bytes. */
  readonly size: number;
  readonly seen: SeenTokens;
}

export type RowAction =
  'upload' | 'download' | 'merge' | 'delete' | 'keep' | 'conflict' | 'refuse' | 'fail' | 'skip';

/** What each side held, as tokens that change when the file does; `null`: nothing. */
export interface SeenTokens {
  readonly local: string | null;
  readonly s3: string | null;
}

export function tokensOf({ local, remote }: Seen): SeenTokens {
  return {
    local: local === undefined ? null : `${local.size}-${local.mtimeMs}-${local.ino}`,
    s3: remote === undefined ? null : remote.etag,
  };
}

export const isSameSeen = (a: SeenTokens, b: SeenTokens): boolean => a.local === b.local && a.s3 === b.s3;

const UNSEEN: SeenTokens = { local: null, s3: null };

/** Every file of a plan, what is to be done first. */
export function rowsOf(plan: Plan): PlanRow[] {
  return [
    ...transfersOf(plan).map((transfer) => {
      const { action, path, reason } = transfer;
      return { action, path, reason, size: sizeOf(transfer), seen: tokensOf(seenBy(transfer)) };
    }),
    ...plan.deletions.map((deletion): PlanRow => {
      const { path, reason } = deletion;
      return deletion.action === 'delete-object'
        ? row('delete', path, reason, deletion.remote.size, { local: undefined, remote: deletion.remote })
        : row('delete', path, reason, deletion.local.file.size, {
            local: deletion.local.file,
            remote: undefined,
          });
    }),
    ...plan.kept.map((kept) => row('keep', kept.path, reasonToKeep(kept), kept.size, kept)),
    ...plan.conflicts.map((conflict) =>
      row('conflict', conflict.path, conflict.reason, conflict.size, conflict),
    ),
    ...plan.refused.map(({ path, cause, size }): PlanRow => ({
      action: 'refuse',
      path,
      reason: cause,
      size,
      seen: UNSEEN,
    })),
    ...plan.failed.map(({ path, cause }): PlanRow => ({
      action: 'fail',
      path,
      reason: cause,
      size: 0,
      seen: UNSEEN,
    })),
    ...plan.skipped.map((skipped) => row('skip', skipped.path, 'same on both sides', skipped.size, skipped)),
  ];
}

export const reasonToKeep = ({ sparedFrom }: Kept): string =>
  sparedFrom === undefined ? 'changed in the target' : 'the other file of its pair is in conflict';

const row = (action: RowAction, path: RelativePath, reason: string, size: number, seen: Seen): PlanRow => ({
  action,
  path,
  reason,
  size,
  seen: tokensOf(seen),
});
