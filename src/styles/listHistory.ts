import type { RecordedAct, RecordedRun } from '../recovery/journal.js';
import { nextToUndo, undoneRuns } from '../recovery/undo.js';
import { describeLocation } from '../sync/location.js';
import type { StyleAdapters } from './adapters.js';
import type { StyleRequest } from './requests.js';
import type { HistoryRun, RestorableFile } from './results.js';

/** The runs of a style, newest first. Throws `missing-folder`. */
export async function listHistory(
  { folder }: StyleRequest,
  adapters: Pick<StyleAdapters, 'openFolder' | 'recoveryOf'>,
): Promise<readonly HistoryRun[]> {
  const files = await adapters.openFolder(folder);
  const runs = await adapters.recoveryOf(files.root).runs();
  const undone = undoneRuns(runs);
  const next = nextToUndo(runs);
  return runs.map((run) => ({ ...historyRun(run, undone.has(run.header.id)), next_undo: run === next }));
}

function historyRun(
  { header, isProven, acts, endedAtMs }: RecordedRun,
  undone: boolean,
): Omit<HistoryRun, 'next_undo'> {
  const done = acts.filter(({ isDone }) => isDone);
  return {
    run_id: header.id,
    kind: header.kind,
    direction: header.direction,
    location: describeLocation(header.location),
    endpoint: header.location.endpoint,
    bucket: header.location.bucket,
    proven: isProven,
    started_at: new Date(header.startedAtMs).toISOString(),
    ended_at: endedAtMs === undefined ? null : new Date(endedAtMs).toISOString(),
    by: header.holder,
    created: done.filter(({ before }) => before === null).length,
    replaced: done.filter(({ before, after }) => before !== null && after !== null).length,
    deleted: done.filter(({ after }) => after === null).length,
    undone,
    restorable: acts.map(restorable).filter((file) => file !== undefined),
  };
}

const restorable = ({ path, side, before, after }: RecordedAct): RestorableFile | undefined =>
  before === null
    ? undefined
    : { file: path, side, what: after === null ? 'deleted' : 'replaced', size: before.size };
