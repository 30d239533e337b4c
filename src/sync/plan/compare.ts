/**
 * The table of docs/sync-contract.md §1, row for row. It knows no clock, no direction and no disk: only what each side
 * did since the manifest.
 */

/** What is known of one path on both sides. */
export type Comparison =
  | {
      readonly source: 'present';
      readonly target: 'absent';
      /** Whether both sides had it according to the manifest. */
      readonly wasThere: boolean;
    }
  | { readonly source: 'present'; readonly target: 'same' }
  | {
      readonly source: 'present';
      readonly target: 'differs';
      /** Which side changed since the manifest; `no-history` where the manifest does not know the path. */
      readonly changed: 'source' | 'target' | 'both' | 'no-history';
    }
  | {
      readonly source: 'absent';
      readonly target: 'present';
      readonly changed: 'nothing' | 'target' | 'no-history';
    };

export type Decision =
  | { readonly action: 'transfer'; readonly reason: TransferReason }
  | { readonly action: 'skip' }
  | { readonly action: 'keep' }
  | { readonly action: 'conflict'; readonly reason: ConflictReason }
  | { readonly action: 'delete'; readonly reason: DeleteReason };

/** “Here” is the source of the sync, “there” its target. */
export type TransferReason =
  | 'new'
  | 'deleted there since the last sync'
  | 'changed in the source'
  | 'differs, no history'
  | 'overwrites a change in the target';
export type ConflictReason = 'changed on both sides' | 'deleted here, edited there';
/** The words of docs/sync-contract.md §3.7. */
export type DeleteReason = 'deleted here since the last sync' | 'never seen here';

export interface Choices {
  readonly syncDeletes: boolean;
  readonly onConflict: 'skip' | 'overwrite';
}

/** What a sync does with one path. */
export function decide(comparison: Comparison, { syncDeletes, onConflict }: Choices): Decision {
  const sourceWins = onConflict === 'overwrite';
  if (comparison.source === 'absent') {
    if (!syncDeletes) return { action: 'skip' };
    if (comparison.changed === 'no-history') return { action: 'delete', reason: 'never seen here' };
    return comparison.changed === 'nothing' || sourceWins
      ? { action: 'delete', reason: 'deleted here since the last sync' }
      : { action: 'conflict', reason: 'deleted here, edited there' };
  }
  if (comparison.target === 'absent') {
    return { action: 'transfer', reason: comparison.wasThere ? 'deleted there since the last sync' : 'new' };
  }
  if (comparison.target === 'same') return { action: 'skip' };
  switch (comparison.changed) {
    case 'source':
      return { action: 'transfer', reason: 'changed in the source' };
    case 'no-history':
      return { action: 'transfer', reason: 'differs, no history' };
    case 'target':
      return sourceWins
        ? { action: 'transfer', reason: 'overwrites a change in the target' }
        : { action: 'keep' };
    case 'both':
      return sourceWins
        ? { action: 'transfer', reason: 'overwrites a change in the target' }
        : { action: 'conflict', reason: 'changed on both sides' };
  }
}
