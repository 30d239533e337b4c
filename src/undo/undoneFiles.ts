import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError } from '../core/errors.js';
import { withoutSecrets } from '../core/place.js';
import type { RecordedAct, RecordedRun } from '../core/ports/journal.js';

/** What an undo of a run would do, for whoever is to say yes to it. */

const MAX_NAMED_FILES = 10;

/** Throws `unproven-run`, which says what it is about, unless this user made the run or trusts the history. */
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

/** Throws `bad-argument` where any of these relative paths is none that the run is about. */
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

/** Of a run that was killed, also what it may have made. */
export const creationsOf = ({ acts, endedAtMs }: RecordedRun): readonly RecordedAct[] =>
  acts.filter(({ before, isDone }) => before === null && (isDone || endedAtMs === undefined));

const pathsOf = (acts: readonly RecordedAct[]): RelativePath[] => [
  ...new Set(acts.map(({ path }) => path).sort()),
];

const named = (paths: readonly RelativePath[]): string =>
  paths.length > MAX_NAMED_FILES
    ? `${paths.slice(0, MAX_NAMED_FILES).join(', ')} and ${paths.length - MAX_NAMED_FILES} more`
    : paths.join(', ');
