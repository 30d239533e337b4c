import path from 'node:path';
import { adapters } from '../wiring/adapters.js';
import { readBeginning } from '../local/files/readBeginning.js';
import type { ApprovedRow } from '../operations/protocol/requests.js';
import { asSyncError, SyncError } from '../core/errors.js';
import { describeLocation, normalizePrefix } from '../core/location.js';
import type { SyncArguments } from './arguments.js';
import { badArgument } from './options.js';
import { parsePlanFile, takesDeletion, type PlanFile } from './planFile.js';

/** A plan of a million files has about 300 bytes for each; a longer file cannot be a plan. */
const MAX_PLAN_BYTES = 2 ** 29;

/**
 * Reads the rows of the plan file of `--apply`; `undefined` without that option. Throws `missing-file`,
 * `unreadable-file`, and `bad-argument` if the file is not a plan or is a plan for another sync.
 */
export async function approvedRows(parsed: SyncArguments): Promise<readonly ApprovedRow[] | undefined> {
  const { apply } = parsed;
  if (apply === undefined) return undefined;
  const bytes = readBeginning(path.resolve(apply), apply, MAX_PLAN_BYTES);
  if (bytes === undefined) throw new SyncError('missing-file', { file: apply });
  const plan = parsePlanFile(new TextDecoder().decode(bytes), apply);
  checkSameSync(plan, parsed, await locationOf(parsed));
  return plan.rows;
}

function checkSameSync(plan: PlanFile, parsed: SyncArguments, location: string): void {
  const name = `“${parsed.apply ?? ''}”`;
  if (plan.direction !== parsed.direction) {
    throw badArgument(`${name} is a plan for ${plan.direction}, not for ${parsed.direction}`);
  }
  if (plan.location !== location) {
    throw badArgument(`${name} is a plan for ${plan.location}, not for ${location}`);
  }
  const deletions = plan.rows.filter((row) => takesDeletion(row, plan.direction)).length;
  if (deletions > 0 && !parsed.syncDeletes) {
    const files = deletions === 1 ? '1 file' : `${String(deletions)} files`;
    throw badArgument(`${name} deletes ${files}: that takes --sync-deletes, as the plan did`);
  }
}

/** `s3://bucket/prefix/id/`, as in the results. */
async function locationOf({ bucket, prefix, style, folder }: SyncArguments): Promise<string> {
  const styleId = style ?? path.basename(await rootOf(folder));
  return describeLocation({ endpoint: '', bucket, prefix: normalizePrefix(prefix), styleId });
}

/**
 * The folder with its links resolved, whose name is the style's id. If the sync has yet to create it, it is taken as
 * given.
 */
async function rootOf(folder: string): Promise<string> {
  const absolute = path.resolve(folder);
  try {
    return (await adapters.openFolder(absolute)).root;
  } catch (error) {
    if (asSyncError(error).code === 'missing-folder') return absolute;
    throw error;
  }
}
