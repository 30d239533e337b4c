import { mayBeCaption } from '../dataset/pairing.js';
import type { ApprovedRow, Resolution } from '../operations/protocol/requests.js';
import type { PlannedAction } from '../operations/protocol/results.js';
import type { SyncDirection } from '../core/progress.js';
import { isRecord } from '../core/readJson.js';
import { badArgument } from './options.js';

/** A plan that `--dry-run --json` printed and `--apply` reads. */
export interface PlanFile {
  readonly direction: SyncDirection;
  /** `s3://bucket/prefix/id/` */
  readonly location: string;
  /** The rows to carry out. */
  readonly rows: readonly ApprovedRow[];
}

type Action = PlannedAction['action'];

const ACTIONS: readonly Action[] = [
  'upload',
  'download',
  'delete',
  'stay',
  'skip',
  'keep',
  'conflict',
  'refuse',
  'fail',
];

/** Rows with these actions need no work. */
const NOTHING_TO_DO: readonly Action[] = ['stay', 'skip', 'refuse', 'fail'];

/** Rows with these actions are carried out only with a `resolution`. */
const UNDECIDED_ACTIONS: readonly Action[] = ['keep', 'conflict'];

/**
 * Parses a plan file. The user may have removed rows and added resolutions, but nothing else. Throws `bad-argument`,
 * with one sentence that names the file (`name`) and the row, if the text is not such a plan.
 */
export function parsePlanFile(text: string, name: string): PlanFile {
  const wrong = (what: string) => badArgument(`“${name}” is not a plan of --dry-run --json: ${what}`);
  const file = parseJson(text);
  if (!isRecord(file)) throw wrong('it is not a JSON object');
  const { direction, location, dry_run: isDryRun, plan } = file;
  if (isDryRun !== true || !Array.isArray(plan)) throw wrong('it has no plan');
  if (direction !== 'to-s3' && direction !== 'from-s3') throw wrong('it has no direction');
  if (typeof location !== 'string') throw wrong('it has no location');
  const seen = new Set<string>();
  const rows = plan.flatMap((row: unknown, index) => {
    const read = readRow(row);
    if (typeof read === 'string') throw wrong(`${read} in row ${String(index + 1)}`);
    if (seen.has(read.file)) throw wrong(`“${read.file}” is in it twice`);
    seen.add(read.file);
    return isToBeDone(read) ? [read] : [];
  });
  return { direction, location, rows };
}

/** Whether carrying out the row needs a deletion, because its file is gone from the source. */
export function takesDeletion({ action, seen }: ApprovedRow, direction: SyncDirection): boolean {
  return action === 'delete' || (direction === 'to-s3' ? seen.local : seen.s3) === null;
}

function isToBeDone({ action, resolution = 'keep' }: ApprovedRow): boolean {
  if (NOTHING_TO_DO.includes(action)) return false;
  return !UNDECIDED_ACTIONS.includes(action) || resolution !== 'keep';
}

/** Returns the row, or a description of what is wrong with it. */
function readRow(row: unknown): ApprovedRow | string {
  if (!isRecord(row)) return 'no object';
  const { file, seen, resolution } = row;
  const action = ACTIONS.find((known) => known === row['action']);
  if (action === undefined) return 'no action that there is';
  if (typeof file !== 'string' || file === '') return 'no file';
  if (!isRecord(seen) || !isToken(seen['local']) || !isToken(seen['s3'])) return 'no “seen” of both sides';
  const approved = { action, file, seen: { local: seen['local'], s3: seen['s3'] } };
  if (resolution === undefined) return approved;
  if (!UNDECIDED_ACTIONS.includes(action)) return 'a resolution where there is nothing to be resolved';
  if (!isResolution(resolution)) {
    return 'a resolution that is none of "keep", "overwrite", "keep-both" and {"merged": "text"}';
  }
  if (typeof resolution === 'object' && !mayBeCaption(file)) return 'a merged text for what is no caption';
  return { ...approved, resolution };
}

const isToken = (value: unknown): value is string | null => value === null || typeof value === 'string';

function isResolution(value: unknown): value is Resolution {
  if (isRecord(value)) return typeof value['merged'] === 'string' && Object.keys(value).length === 1;
  return value === 'keep' || value === 'overwrite' || value === 'keep-both';
}

function parseJson(text: string): unknown {
  try {
    // Some shells still write a byte order mark when they redirect output.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
