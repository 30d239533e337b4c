import { imageBeforeCaption, mayBeCaption, stemOf } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { groupByStem } from './pairs.js';
import type { Conflict, Deletion, Kept, RenamedCopy, Plan, Seen, Transfer, TransferGroup } from './plan.js';
import { seenBy, transfersOf } from './plan.js';
import { isSameSeen, rowsOf, type PlanRow, type RowAction, type SeenTokens } from './planRows.js';

/** What to do about a file that changed in the target, or on both sides. */
export type Resolution =
  /** The target's version stays. */
  | 'keep'
  /** The source wins; the target's bytes stay recoverable. */
  | 'overwrite'
  /** The source wins, and the target's pair continues under a new name, on both sides. */
  | 'keep-both'
  /** For a caption: this text goes to both sides. */
  | { readonly merged: string };

/** A row of an earlier plan that the user approved. */
export interface Approved {
  readonly action: RowAction;
  readonly path: RelativePath;
  readonly seen: SeenTokens;
  readonly resolution: Resolution;
}

/**
 * The part of a fresh plan that the user approved: rows that are unchanged since the user saw them. The other approved
 * rows have `drifted`: they are left alone, for the user to look at again.
 */
export function restrictTo(
  plan: Plan,
  approved: readonly Approved[],
): { readonly plan: Plan; readonly drifted: RelativePath[] } {
  const rows = new Map<RelativePath, PlanRow>();
  for (const row of rowsOf(plan)) rows.set(row.path, row);
  const agreed = new Map<RelativePath, Resolution>();
  const drifted: RelativePath[] = [];
  for (const approval of approved) {
    if (isStill(approval, rows.get(approval.path))) agreed.set(approval.path, approval.resolution);
    else drifted.push(approval.path);
  }
  return { plan: new Restriction(plan, agreed).plan(), drifted };
}

const isStill = (approval: Approved, row: PlanRow | undefined): boolean =>
  row?.action === approval.action && isSameSeen(row.seen, approval.seen);

class Restriction {
  /** Stems whose files in the target are copied aside: only where a transfer would overwrite one of them. */
  readonly #copied: ReadonlySet<string>;

  constructor(
    readonly whole: Plan,
    readonly agreed: ReadonlyMap<RelativePath, Resolution>,
  ) {
    const copied = [...whole.conflicts, ...whole.kept].filter(
      (row) => agreed.get(row.path) === 'keep-both' && this.#transferOf(row) !== undefined,
    );
    this.#copied = new Set(copied.map(({ path }) => stemOf(path)));
  }

  plan(): Plan {
    const { whole } = this;
    const transfers = transfersOf(whole).filter(({ path }) => this.agreed.has(path));
    const deletions = whole.deletions.filter(({ path }) => this.agreed.has(path));
    /** A row that cannot be carried out as decided stays as it was, kept or in conflict, and is named. */
    const resolve = (row: Kept): boolean => {
      const [transfer, deletion] = [this.#transferOf(row), this.#deletionOf(row)];
      if (transfer !== undefined) transfers.push(transfer);
      if (deletion !== undefined) deletions.push(deletion);
      return transfer !== undefined || deletion !== undefined;
    };
    const conflicts = whole.conflicts.filter((row) => !resolve(row));
    const kept = whole.kept.filter((row) => !resolve(row));
    return {
      ...whole,
      groups: groupByStem(transfers).map((group) => this.#withCopies(group)),
      deletions: deletions.sort((a, b) => imageBeforeCaption(a.path, b.path)),
      conflicts,
      kept,
    };
  }

  #transferOf({ path, local, s3, hashes }: Kept): Transfer | undefined {
    const resolution = this.agreed.get(path) ?? 'keep';
    const reason = 'overwrites a change in the target';
    if (resolution === 'keep') return undefined;
    if (typeof resolution === 'object') {
      if (!mayBeCaption(path) || s3 === undefined || hashes === undefined) return undefined;
      return { action: 'merge', path, reason: 'merged', text: resolution.merged, local: hashes, s3 };
    }
    if (this.whole.direction === 'to-s3') {
      return local && { action: 'upload', path, reason, local, replaces: s3 };
    }
    const replaces = local && { file: local, hashes };
    return s3 && { action: 'download', path, reason, s3, replaces };
  }

  /**
   * A file that is gone from the source, and that was edited in the target or belongs to a pair in conflict. It is
   * deleted where the source wins, or where the target's pair continues under another name.
   */
  #deletionOf({ path, local, s3, hashes, sparedFrom }: Kept | Conflict): Deletion | undefined {
    const resolution = this.agreed.get(path);
    const goes = resolution === 'overwrite' || (resolution === 'keep-both' && this.#copied.has(stemOf(path)));
    if (!goes) return undefined;
    if (sparedFrom !== undefined) return sparedFrom;
    const reason = 'deleted here since the last sync';
    if (this.whole.direction === 'to-s3' && local === undefined && s3 !== undefined) {
      return { action: 'delete-object', path, reason, s3 };
    }
    if (this.whole.direction === 'from-s3' && s3 === undefined && hashes !== undefined) {
      return { action: 'delete-file', path, reason, local: hashes };
    }
    return undefined;
  }

  /**
   * Where one file of a pair is to be kept under both names, the whole pair is: a caption without its image would not
   * count as a caption.
   */
  #withCopies(group: TransferGroup): TransferGroup {
    const wanted = group.transfers.some(({ path }) => this.agreed.get(path) === 'keep-both');
    return wanted ? { ...group, copies: this.#copiesOf(group.stem) } : group;
  }

  #copiesOf(stem: string): RenamedCopy[] {
    const { direction } = this.whole;
    const mark = direction === 'to-s3' ? 'S3 copy' : 'local copy';
    const all = this.#everyFile();
    const inTarget = [...all].filter(
      ([path, { local, s3 }]) => stemOf(path) === stem && (direction === 'to-s3' ? s3 : local) !== undefined,
    );
    const stems = new Set([...all.keys()].map(stemOf));
    const free = freeStem(`${stem} (${mark}`, stems);
    return inTarget
      .map(([path, seen]) => ({ path, as: free + path.slice(stem.length), ...seen }))
      .sort((a, b) => Number(mayBeCaption(b.path)) - Number(mayBeCaption(a.path)));
  }

  #everyFile(): Map<RelativePath, Seen> {
    const { conflicts, kept, skipped } = this.whole;
    return new Map<RelativePath, Seen>([
      ...transfersOf(this.whole).map((transfer) => [transfer.path, seenBy(transfer)] as const),
      ...[...conflicts, ...kept, ...skipped].map(({ path, local, s3 }) => [path, { local, s3 }] as const),
    ]);
  }
}

/** `cat 01 (S3 copy)`, or `cat 01 (S3 copy 2)` where that is taken. */
function freeStem(beginning: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const stem = `${beginning}${number === 1 ? '' : ` ${number}`})`;
    if (!taken.has(stem)) return stem;
  }
}
