import { byNaturalOrder, imageBeforeCaption, mayBeCaption, stemOf } from '../../dataset/pairing.js';
import type { ApprovedRow, Resolution } from '../../operations/protocol/requests.js';
import type { PlannedAction, PlanTotals, SyncResult } from '../../operations/protocol/results.js';
import { totalsOf } from '../../sync/plan/planTotals.js';

/** The groups of a plan, in their order in the view. */
const GROUP_KINDS = [
  'upload',
  'download',
  'keep',
  'conflict',
  'deleteKnown',
  'deleteUnknown',
  'stay',
  'problem',
] as const;

export type GroupKind = (typeof GROUP_KINDS)[number];

export interface PlanGroup {
  readonly kind: 'planGroup';
  readonly is: GroupKind;
  /** In natural order. */
  readonly rows: readonly PlannedRow[];
}

/** What would happen to the files of one stem: usually an image and its caption, sometimes a lone caption. */
export interface PlannedRow {
  readonly kind: 'planRow';
  readonly group: GroupKind;
  /** Images before the caption; at least one. */
  readonly files: readonly [PlannedFile, ...PlannedFile[]];
}

export interface PlannedFile {
  readonly kind: 'planFile';
  readonly group: GroupKind;
  readonly planned: PlannedAction;
}

/** The items of the view “Sync Plan”, which its menus pass to commands. */
export type PlanNode = PlanGroup | PlannedRow | PlannedFile;

/** What of a plan is chosen, and what is not. Lists of relative paths. */
export interface PlanChoice {
  readonly chosen: readonly string[];
  readonly totals: PlanTotals;
  /** Of unchecked rows. */
  readonly leftOut: readonly string[];
  /** Changed on the side that would be changed, or on both sides, and to stay as they are. */
  readonly kept: readonly string[];
}

/** A plan that is shown: its rows by groups, and the user's decisions about them. */
export class SyncPlanModel {
  /** The groups that have rows. */
  readonly groups: readonly PlanGroup[];
  /** The rows and files of this plan; the editor may still send events for those of the plan before. */
  readonly #nodes: ReadonlySet<PlanNode>;
  readonly #leftOut = new Set<PlannedRow>();
  readonly #resolutions = new Map<PlannedFile, Resolution>();
  /** Files that stay as they are unless the user resolves them, by their stem. */
  readonly #undecided = new Map<string, readonly PlannedFile[]>();

  /** `result`: of a dry run, or the plan that the engine asks to approve. */
  constructor(readonly result: SyncResult) {
    this.groups = groupsOf(result.plan ?? []);
    this.#nodes = new Set(this.groups.flatMap(({ rows }) => rows.flatMap((row) => [row, ...row.files])));
    for (const { files } of this.groups.filter(({ is }) => hasResolutions(is)).flatMap(({ rows }) => rows)) {
      const stem = stemOf(files[0].planned.file);
      this.#undecided.set(stem, [...(this.#undecided.get(stem) ?? []), ...files]);
    }
  }

  isLeftOut(row: PlannedRow): boolean {
    return this.#leftOut.has(row);
  }

  /** Ignores rows without a checkbox. */
  leaveOut(rows: Iterable<PlannedRow>, leaveOut: boolean): void {
    for (const row of rows) {
      if (!hasCheckbox(row.group) || !this.#nodes.has(row)) continue;
      if (leaveOut) this.#leftOut.add(row);
      else this.#leftOut.delete(row);
    }
  }

  resolutionOf(file: PlannedFile): Resolution {
    return this.#resolutions.get(file) ?? 'keep';
  }

  /** Resolves a file; returns whether the file can be resolved so. */
  resolve(file: PlannedFile, resolution: Resolution): boolean {
    if (!this.#nodes.has(file) || !possibleResolutions(file).includes(nameOfResolution(resolution)))
      return false;
    if (resolution === 'keep') this.#resolutions.delete(file);
    else this.#resolutions.set(file, resolution);
    this.#carryAlong(stemOf(file.planned.file));
    return true;
  }

  /** Keep Both applies to whole pairs: a file that only the target has is kept under the other name as well. */
  #carryAlong(stem: string): void {
    const pair = this.#undecided.get(stem) ?? [];
    const keepsBoth = pair.some((file) => !isOneSided(file) && this.resolutionOf(file) === 'keep-both');
    for (const file of pair.filter(isOneSided)) {
      if (keepsBoth) this.#resolutions.set(file, 'keep-both');
      else if (this.resolutionOf(file) === 'keep-both') this.#resolutions.delete(file);
    }
  }

  /** The chosen rows, as the engine takes them. */
  approved(): ApprovedRow[] {
    return this.#chosen().map((file) => {
      const { action, file: path, seen } = file.planned;
      const resolution = this.#resolutions.get(file);
      return { action, file: path, seen, ...(resolution !== undefined && { resolution }) };
    });
  }

  choice(): PlanChoice {
    const chosen = this.#chosen();
    const undecided = this.groups
      .filter(({ is }) => hasResolutions(is))
      .flatMap((group) => filesOf(group.rows))
      .filter((file) => !this.#resolutions.has(file));
    return {
      chosen: pathsOf(chosen),
      totals: totalsOf(chosen.map((file) => this.#carriedOut(file))),
      leftOut: pathsOf(filesOf(this.#leftOut)),
      kept: pathsOf(undecided),
    };
  }

  /** Relative paths of the conflicts without a resolution. */
  unresolvedConflicts(): string[] {
    return this.groups
      .filter(({ is }) => is === 'conflict')
      .flatMap((group) => filesOf(group.rows))
      .filter((file) => !this.#resolutions.has(file))
      .map(({ planned }) => planned.file);
  }

  /** The plan as `--dry-run --json` prints it, without the unchecked rows and with the resolutions. */
  toResult(): SyncResult {
    const leftOut = new Set(filesOf(this.#leftOut).map(({ planned }) => planned));
    const resolutions = new Map(
      [...this.#resolutions].map(([file, resolution]) => [file.planned, resolution]),
    );
    const { totals } = this.choice();
    const plan = (this.result.plan ?? [])
      .filter((planned) => !leftOut.has(planned))
      .map((planned) => {
        const resolution = resolutions.get(planned);
        return resolution === undefined ? planned : { ...planned, resolution };
      });
    return { ...this.result, totals, plan };
  }

  /** What a run does with a chosen file: a resolution turns a kept row into a transfer or a deletion. */
  #carriedOut(file: PlannedFile): PlannedAction {
    const { planned } = file;
    if (!hasResolutions(file.group)) return planned;
    const { direction } = this.result;
    const isMerged = nameOfResolution(this.resolutionOf(file)) === 'merge';
    const source = direction === 'to-s3' ? planned.seen.local : planned.seen.s3;
    const transfer = direction === 'to-s3' ? 'upload' : 'download';
    return { ...planned, action: isMerged ? 'merge' : source === null ? 'delete' : transfer };
  }

  #chosen(): PlannedFile[] {
    const rows = this.groups
      .filter(({ is }) => hasCheckbox(is))
      .flatMap((group) => group.rows.filter((row) => !this.#leftOut.has(row)));
    return [...filesOf(rows), ...this.#resolutions.keys()];
  }
}

/** Whether the rows of the group can be left out. */
export const hasCheckbox = (group: GroupKind): boolean =>
  !hasResolutions(group) && group !== 'problem' && group !== 'stay';

/** Whether the rows of the group stay as they are unless the user resolves them. */
export const hasResolutions = (group: GroupKind): boolean => group === 'keep' || group === 'conflict';

export type ResolutionName = 'keep' | 'overwrite' | 'keep-both' | 'merge';

export const nameOfResolution = (resolution: Resolution): ResolutionName =>
  typeof resolution === 'object' ? 'merge' : resolution;

/** The possible resolutions of a file. Where one side has no file, there is nothing to keep both of or to merge. */
export function possibleResolutions(file: PlannedFile): readonly ResolutionName[] {
  const { group, planned } = file;
  if (!hasResolutions(group)) return [];
  if (isOneSided(file)) return ['keep', 'overwrite'];
  return mayBeCaption(planned.file)
    ? ['keep', 'overwrite', 'keep-both', 'merge']
    : ['keep', 'overwrite', 'keep-both'];
}

const isOneSided = ({ planned: { seen } }: PlannedFile): boolean => seen.local === null || seen.s3 === null;

/** The files below some items of the view, each once. */
export function filesBelow(nodes: readonly PlanNode[]): PlannedFile[] {
  const files = nodes.flatMap((node) => {
    if (node.kind === 'planFile') return [node];
    return filesOf(node.kind === 'planRow' ? [node] : node.rows);
  });
  return [...new Set(files)];
}

function filesOf(rows: Iterable<PlannedRow>): PlannedFile[] {
  return [...rows].flatMap(({ files }) => files);
}

const pathsOf = (files: readonly PlannedFile[]): string[] => files.map(({ planned }) => planned.file);

function groupsOf(plan: readonly PlannedAction[]): PlanGroup[] {
  const byGroup = new Map<GroupKind, Map<string, PlannedFile[]>>();
  for (const planned of plan) {
    const group = groupOf(planned);
    if (group === undefined) continue;
    const rows = byGroup.get(group) ?? new Map<string, PlannedFile[]>();
    byGroup.set(group, rows);
    const stem = stemOf(planned.file);
    const files = rows.get(stem) ?? [];
    rows.set(stem, files);
    files.push({ kind: 'planFile', group, planned });
  }
  return GROUP_KINDS.flatMap((is) => {
    const rows = byGroup.get(is);
    return rows === undefined ? [] : [{ kind: 'planGroup', is, rows: rowsOf(is, rows.values()) }];
  });
}

function rowsOf(group: GroupKind, stems: Iterable<readonly PlannedFile[]>): PlannedRow[] {
  return [...stems]
    .flatMap((files): PlannedRow[] => {
      const [first, ...rest] = [...files].sort(byPair);
      return first === undefined ? [] : [{ kind: 'planRow', group, files: [first, ...rest] }];
    })
    .sort((a, b) => byNaturalOrder(ordered(a.files[0]), ordered(b.files[0])));
}

const byPair = (a: PlannedFile, b: PlannedFile): number =>
  imageBeforeCaption(a.planned.file, b.planned.file) || byNaturalOrder(ordered(a), ordered(b));

const ordered = ({ planned }: PlannedFile): { readonly relativePath: string } => ({
  relativePath: planned.file,
});

/** `undefined`: a file that stays as it is and needs no decision. */
function groupOf({ action, reason }: PlannedAction): GroupKind | undefined {
  switch (action) {
    case 'upload':
    case 'download':
    case 'keep':
    case 'conflict':
    case 'stay':
      return action;
    case 'delete':
      return reason === 'never seen here' ? 'deleteUnknown' : 'deleteKnown';
    case 'refuse':
    case 'fail':
      return 'problem';
    case 'skip':
    case 'merge':
      return undefined;
  }
}
