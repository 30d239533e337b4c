import type { ChangedFile, RunFiles, RunSummary } from '../../operations/protocol/results.js';
import { firstLines } from '../../operations/texts/firstNames.js';
import { filesInWords } from '../../operations/texts/fileNumbers.js';
import type { Translate } from '../../operations/texts/translate.js';
import { runCounts, runTitle, timeText } from '../../operations/texts/undoTexts.js';
import { shownWord } from '../shown/shownWords.js';

/** The question before a run is undone. */
export interface UndoQuestion {
  readonly title: string;
  readonly detail: string;
  /** The label of the button: a verb and its object. */
  readonly button: string;
}

/** Names the run, its place, whether it is not proven to be the user's, and what an undo would restore and remove. */
export function undoQuestion(run: RunSummary, files: RunFiles, nowMs: number, t: Translate): UndoQuestion {
  const time = timeText(run.started_at, nowMs);
  const isEdit = run.direction === null;
  const place = isEdit
    ? [t('{0} – in the folder alone', runTitle(run, t))]
    : [
        t('{0} – {1}', runCounts(run, t), run.location),
        t('Server: {0}', run.endpoint === '' ? t('AWS S3') : run.endpoint),
      ];
  const detail = [
    ...place,
    t('Folder: {0}', run.folder),
    '',
    ...(run.proven ? [] : [notYours(isEdit, t), '']),
    ...(run.newer_untrusted_run_id === undefined
      ? []
      : [
          t(
            'A newer sync is not known to be yours, and is left as it is. To undo that one, choose it in “Show Sync History”.',
          ),
          '',
        ]),
    ...restoredLines(files, t),
    ...removedLines(files, t),
    isEdit
      ? t('What has changed since then is kept as it is.')
      : t('What has changed since the sync is kept as it is.'),
  ];
  return {
    title: titleOf(run, time, t),
    detail: detail.join('\n'),
    button: isEdit ? t('Undo Change') : t('Undo Sync'),
  };
}

function titleOf({ direction }: RunSummary, time: string, t: Translate): string {
  if (direction === null) return t('Undo the change of {0}?', time);
  return direction === 'to-s3'
    ? t('Undo the sync to S3 of {0}?', time)
    : t('Undo the sync from S3 of {0}?', time);
}

const notYours = (isEdit: boolean, t: Translate): string =>
  isEdit
    ? t('This change is not known to be yours: it was made elsewhere, or by somebody else.')
    : t('This sync is not known to be yours: it was made elsewhere, or by somebody else.');

function restoredLines({ restorable }: RunFiles, t: Translate): string[] {
  return restorable.length === 0 ? [] : [restoredHeading(restorable, t), ...named(restorable, t), ''];
}

function removedLines({ created }: RunFiles, t: Translate): string[] {
  return created.length === 0 ? [] : [removedHeading(created, t), ...named(created, t), ''];
}

const named = (files: readonly ChangedFile[], t: Translate): string[] =>
  firstLines(namesOf(files), shownWord, t);

/** A file that changed on both sides counts once. */
const namesOf = (files: readonly ChangedFile[]): readonly string[] =>
  [...new Set(files.map(({ file }) => file))].sort();

function restoredHeading(restorable: readonly ChangedFile[], t: Translate): string {
  const count = filesInWords(namesOf(restorable), t);
  switch (sideOf(restorable)) {
    case 'both':
      return t('Restores {0}, here and in S3:', count);
    case 's3':
      return t('Restores {0} in S3:', count);
    case 'local':
      return t('Restores {0} here:', count);
  }
}

function removedHeading(created: readonly ChangedFile[], t: Translate): string {
  const count = filesInWords(namesOf(created), t);
  switch (sideOf(created)) {
    case 'both':
      return t('Removes what the sync added here and in S3, {0}:', count);
    case 's3':
      return t('Removes what the sync added to S3, {0}:', count);
    case 'local':
      return t('Removes what the sync added here, {0}:', count);
  }
}

function sideOf(files: readonly ChangedFile[]): ChangedFile['side'] | 'both' {
  const [side = 's3', other] = new Set(files.map((file) => file.side));
  return other === undefined ? side : 'both';
}
