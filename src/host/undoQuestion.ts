import type { HistoryRun } from '../styles/results.js';
import type { Translate } from '../styles/texts.js';
import { runCounts, timeText } from '../styles/undoTexts.js';

/** What is asked before a run is taken back. */
export interface UndoQuestion {
  readonly title: string;
  readonly detail: string;
  /** The button says the act. */
  readonly button: string;
}

const NAMED = 5;

/** Names the run, what it did, and what an undo would restore and remove. */
export function undoQuestion(run: HistoryRun, nowMs: number, t: Translate): UndoQuestion {
  const time = timeText(run.started_at, nowMs);
  const detail = [
    `${runCounts(run, t)} – ${run.location}`,
    '',
    ...restoredLines(run, t),
    ...(run.created === 0 ? [] : [removedLine(run.created, t), '']),
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

function restoredLines({ restorable }: HistoryRun, t: Translate): string[] {
  if (restorable.length === 0) return [];
  const files = restorable.map(({ file }) => file).sort();
  const named = files.slice(0, NAMED);
  if (restorable.length > NAMED) named.push(t('… and {0} more', restorable.length - NAMED));
  return [restoredHeading(restorable, t), ...named, ''];
}

function restoredHeading(restorable: HistoryRun['restorable'], t: Translate): string {
  const count = restorable.length;
  const sides = new Set(restorable.map(({ side }) => side));
  if (sides.size > 1) return t('Restores {0} files on both sides:', count);
  if (sides.has('s3')) {
    return count === 1 ? t('Restores 1 file in S3:') : t('Restores {0} files in S3:', count);
  }
  return count === 1 ? t('Restores 1 local file:') : t('Restores {0} local files:', count);
}

const removedLine = (created: number, t: Translate): string =>
  created === 1
    ? t('Removes the 1 file that the sync added.')
    : t('Removes the {0} files that the sync added.', created);
