import { creationsOf } from '../undo/undoneFiles.js';
import type { RecordedAct, RecoveryStore, RunOutline } from '../core/ports/journal.js';
import { nextToUndo, passedOver, undoneRuns } from '../undo/runToUndo.js';
import { describeLocation } from '../core/location.js';
import { SyncError } from '../core/errors.js';
import { withoutSecrets } from '../core/place.js';
import type { StyleAdapters } from './protocol/adapters.js';
import type { RunRequest, StyleRequest } from './protocol/requests.js';
import type { HistoryRun, RestorableFile, RunFiles, RunSummary } from './protocol/results.js';

type Adapters = Pick<StyleAdapters, 'openFolder' | 'recoveryOf'>;

/** The runs of a style, newest first, without their files. Throws `missing-folder`. */
export async function listRuns({ folder }: StyleRequest, adapters: Adapters): Promise<readonly RunSummary[]> {
  const files = await adapters.openFolder(folder);
  const runs = await adapters.recoveryOf(files.root).outlines();
  const undone = undoneRuns(runs);
  const next = nextToUndo(runs);
  const newer = next && passedOver(runs, next);
  return runs.map((run) => ({
    ...summaryOf(run, undone.has(run.header.id)),
    next_undo: run === next,
    ...(run === next && newer !== undefined && { newer_untrusted_run_id: newer.header.id }),
    folder: files.root,
  }));
}

/** The same with their files, which may be very many. Throws `missing-folder`. */
export async function listHistory(request: StyleRequest, adapters: Adapters): Promise<readonly HistoryRun[]> {
  const history: HistoryRun[] = [];
  for (const run of await listRuns(request, adapters)) {
    const { restorable } = await filesOf(run.run_id, adapters.recoveryOf(run.folder));
    history.push({ ...run, restorable });
  }
  return history;
}

/** The files that an undo of a run would restore and remove. Throws `missing-folder`, `nothing-to-undo`. */
export async function runFiles({ folder, runId }: RunRequest, adapters: Adapters): Promise<RunFiles> {
  const files = await adapters.openFolder(folder);
  return filesOf(runId, adapters.recoveryOf(files.root));
}

async function filesOf(runId: string, recovery: RecoveryStore): Promise<RunFiles> {
  const run = await recovery.run(runId);
  if (run === undefined) throw new SyncError('nothing-to-undo', { file: runId });
  return {
    restorable: run.acts.map(restorable).filter((file) => file !== undefined),
    created: creationsOf(run).map(({ path, side }) => ({ file: path, side })),
  };
}

function summaryOf(
  { header, isProven, counts, endedAtMs }: RunOutline,
  undone: boolean,
): Omit<RunSummary, 'next_undo' | 'folder'> {
  const { created, replaced, deleted } = counts;
  return {
    run_id: header.id,
    kind: header.kind,
    direction: header.direction,
    // An edit has no place in S3.
    location: header.direction === null ? '' : describeLocation(header.location),
    // The endpoint of a history may contain a password.
    endpoint: withoutSecrets(header.location.endpoint),
    bucket: header.location.bucket,
    proven: isProven,
    started_at: new Date(header.startedAtMs).toISOString(),
    ended_at: endedAtMs === undefined ? null : new Date(endedAtMs).toISOString(),
    by: header.holder,
    created,
    replaced,
    deleted,
    undone,
    ...(header.edit && { edit: header.edit }),
  };
}

const restorable = ({ path, side, before, after }: RecordedAct): RestorableFile | undefined =>
  before === null
    ? undefined
    : { file: path, side, what: after === null ? 'deleted' : 'replaced', size: before.size };
