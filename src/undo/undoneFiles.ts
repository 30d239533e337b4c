import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError } from '../core/errors.js';
import { withoutSecrets } from '../core/place.js';
import type { RecordedAct, RecordedRun } from '../core/ports/journal.js';

/** What an undo would do, for the user who has to confirm it. */

const MAX_NAMED_FILES = 10;

/** Throws `unproven-run`, with a summary of the run, unless this user made the run or trusts the history. */
export function checkIsTrusted(run: RecordedRun, trustHistory: boolean, styleId: string): void {
  if (run.isProven || trustHistory) return;
  const { bucket } = run.header.location;
  const endpoint = withoutSecrets(run.header.location.endpoint);
  const [back, gone] = [restoredBy(run), removedBy(run)];
  const cause = [
    ...(back.length > 0 ? [`brings back ${named(back)}`] : []),
    ...(gone.length > 0 ? [`removes ${named(gone)}`] : []),
  ].join(', ');
  throw new SyncError('unproven-run', { file: styleId, run: run.header.id, bucket, endpoint, cause });
}

/** Throws `bad-argument` where the run did not change one of these relative paths. */
export function checkAreOfRun({ header, acts }: RecordedRun, files: readonly RelativePath[]): void {
  const known = new Set(acts.map(({ path }) => path));
  const strange = files.filter((file) => !known.has(file));
  if (strange.length === 0) return;
  const names = named(strange.map((file) => `“${file}”`));
  throw new SyncError('bad-argument', {
    cause: `The sync ${header.id} has neither replaced, deleted nor made ${names}`,
  });
}

/** Relative paths, each once. */
const restoredBy = ({ acts }: RecordedRun): RelativePath[] =>
  pathsOf(acts.filter(({ before }) => before !== null));

/** Relative paths, each once. */
const removedBy = (run: RecordedRun): RelativePath[] => pathsOf(creationsOf(run));

/** Includes, for a run that was killed, files that it may have created. */
export const creationsOf = ({ acts, endedAtMs }: RecordedRun): readonly RecordedAct[] =>
  acts.filter(({ before, isDone }) => before === null && (isDone || endedAtMs === undefined));

const pathsOf = (acts: readonly RecordedAct[]): RelativePath[] => [
  ...new Set(acts.map(({ path }) => path).sort()),
];

const named = (paths: readonly RelativePath[]): string =>
  paths.length > MAX_NAMED_FILES
    ? `${paths.slice(0, MAX_NAMED_FILES).join(', ')} and ${paths.length - MAX_NAMED_FILES} more`
    : paths.join(', ');
