import type { RunFiles, RunSummary } from '../styles/results.js';
import type { Translate } from '../styles/texts.js';
import { runCounts, timeText } from '../styles/undoTexts.js';
import { shownWord } from './shownWords.js';

/** What is asked before a run is taken back. */
export interface UndoQuestion {
  readonly title: string;
  readonly detail: string;
  /** The button says the act. */
  readonly button: string;
}

const NAMED = 5;

/** Names the run, where it was, whose it is not known to be, and what an undo would restore and remove. */
export function undoQuestion(run: RunSummary, files: RunFiles, nowMs: number, t: Translate): UndoQuestion {
  const time = timeText(run.started_at, nowMs);
  const detail = [
    t('{0} – {1}', runCounts(run, t), run.location),
    t('Server: {0}', run.endpoint === '' ? t('AWS S3') : run.endpoint),
    t('Folder: {0}', run.folder),
    '',
    ...(run.proven
      ? []
      : [t('This sync is not known to be yours: it was made elsewhere, or by somebody else.'), '']),
    ...restoredLines(files, t),
    ...removedLines(files, t),
    t('What has changed since the sync is kept as it is.'),
  ];
  return {
    title:
      run.direction === 'to-s3'
        ? t('Undo the sync to S3 of {0}?', time)
        : t('Undo the sync from S3 of {0}?', time),
    detail: detail.join('\n'),
    button: t('Undo Sync'),
  };
}

function restoredLines({ restorable }: RunFiles, t: Translate): string[] {
  if (restorable.length === 0) return [];
  const files = restorable.map(({ file }) => file).sort();
  return [restoredHeading(restorable, t), ...named(files, t), ''];
}

function removedLines({ created_files: files }: RunFiles, t: Translate): string[] {
  return files.length === 0 ? [] : [removedHeading(files.length, t), ...named(files, t), ''];
}

function named(files: readonly string[], t: Translate): string[] {
  const first = files.slice(0, NAMED).map(shownWord);
  return files.length > NAMED ? [...first, t('… and {0} more', files.length - NAMED)] : first;
}

function restoredHeading(restorable: RunFiles['restorable'], t: Translate): string {
  const count = restorable.length;
  const sides = new Set(restorable.map(({ side }) => side));
  if (sides.size > 1) return t('Restores {0} files on both sides:', count);
  if (sides.has('s3')) {
    return count === 1 ? t('Restores 1 file in S3:') : t('Restores {0} files in S3:', count);
  }
  return count === 1 ? t('Restores 1 local file:') : t('Restores {0} local files:', count);
}

const removedHeading = (created: number, t: Translate): string =>
  created === 1
    ? t('Removes the 1 file that the sync added:')
    : t('Removes the {0} files that the sync added:', created);
