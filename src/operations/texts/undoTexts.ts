import type { RunSummary, UndoResult } from '../protocol/results.js';
import { countTexts } from './countTexts.js';
import { editTitle } from './pairsTexts.js';
import { filesInWords } from './fileNumbers.js';
import type { Translate } from './translate.js';

/** The texts of undo and history, for every front end. */

/** `14:32` of today, `2026-11-21 14:32` of another day, in this machine's time. */
export function timeText(iso: string, nowMs: number): string {
  const time = new Date(iso);
  const now = new Date(nowMs);
  const clock = `${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;
  return dayText(time) === dayText(now) ? clock : `${dayText(time)} ${clock}`;
}

/** `2026-11-21` */
const dayText = (time: Date): string =>
  `${String(time.getFullYear())}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/**
 * The closing message: `Undid the sync of 14:32: 5 images restored in S3, 1 caption kept (changed since).` `isPart`: only some
 * files of the run were restored.
 */
export function undoSentence(result: UndoResult, isPart: boolean, nowMs: number, t: Translate): string {
  const time = timeText(result.started_at, nowMs);
  const counts = undoCounts(result, t);
  if (result.direction === null) return undoOfEditSentence(result, time, counts, t);
  if (result.cancelled) {
    return counts === ''
      ? t('Undo of the sync of {0} cancelled. Nothing was changed.', time)
      : t('Undo of the sync of {0} cancelled: {1}.', time, counts);
  }
  if (result.stopped_by !== undefined) {
    return counts === ''
      ? t('Undo of the sync of {0} was stopped. Undo again to take it back.', time)
      : t('Undo of the sync of {0} was stopped: {1}. Undo again to take back the rest.', time, counts);
  }
  if (counts === '') return t('The sync of {0} left nothing that could be undone.', time);
  if (isPart) return t('Files of the sync of {0}: {1}.', time, counts);
  return result.restored + result.removed === 0
    ? t('Nothing of the sync of {0} was undone: {1}.', time, counts)
    : t('Undid the sync of {0}: {1}.', time, counts);
}

function undoOfEditSentence(
  { cancelled, stopped_by: stop, restored, removed }: UndoResult,
  time: string,
  counts: string,
  t: Translate,
): string {
  if (cancelled || stop !== undefined) {
    return counts === ''
      ? t('The change of {0} was not undone. Nothing was changed.', time)
      : t('The change of {0} was undone in part: {1}. Undo again to take back the rest.', time, counts);
  }
  if (counts === '') return t('The change of {0} left nothing that could be undone.', time);
  return restored + removed === 0
    ? t('Nothing of the change of {0} was undone: {1}.', time, counts)
    : t('Undid the change of {0}: {1}.', time, counts);
}

function undoCounts(result: UndoResult, t: Translate): string {
  const failed = result.failed_files.map(({ file }) => file);
  const taken = (files: readonly string[]): string => filesInWords(files, t);
  const inS3 = result.direction === 'to-s3';
  return countTexts([
    [
      result.restored,
      inS3
        ? t('{0} restored in S3', taken(result.restored_files))
        : t('{0} restored here', taken(result.restored_files)),
    ],
    [
      result.removed,
      inS3
        ? t('{0} removed in S3', taken(result.removed_files))
        : t('{0} removed here', taken(result.removed_files)),
    ],
    [result.kept, t('{0} kept (changed since)', taken(result.kept_files))],
    [result.failed, t('{0} failed', taken(failed))],
    [result.unconfirmed, t('{0} unconfirmed', taken(result.unconfirmed_files))],
  ]).join(', ');
}

/** The title of a run: `Sync to S3`, `Undo of a sync from S3`. */
export function runTitle(
  { kind, direction, edit }: Pick<RunSummary, 'kind' | 'direction' | 'edit'>,
  t: Translate,
): string {
  if (edit !== undefined) return editTitle(edit, t);
  if (direction === null) return t('Undo of a change in the folder');
  if (kind === 'undo') {
    return direction === 'to-s3' ? t('Undo of a sync to S3') : t('Undo of a sync from S3');
  }
  return direction === 'to-s3' ? t('Sync to S3') : t('Sync from S3');
}

/** The counts of a run: `34 new, 2 replaced, 3 deleted`. */
export function runCounts(run: Pick<RunSummary, 'created' | 'replaced' | 'deleted'>, t: Translate): string {
  const counts = countTexts([
    [run.created, t('{0} new', run.created)],
    [run.replaced, t('{0} replaced', run.replaced)],
    [run.deleted, t('{0} deleted', run.deleted)],
  ]).join(', ');
  return counts === '' ? t('nothing changed') : counts;
}
