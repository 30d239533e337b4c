import type { RelativePath } from '../../dataset/trainingImage.js';
import type { SyncResult } from '../protocol/results.js';
import { countTexts, type CountText } from './countTexts.js';
import { filesInWords, pairCount } from './fileNumbers.js';
import type { Translate } from './translate.js';

/**
 * The closing message of a sync: `Synced 16 to S3: 34 images and 30 captions uploaded, 1 caption deleted in S3.` The
 * reason of an early end is a sentence of its own.
 */
export function summarySentence(result: SyncResult, t: Translate): string {
  const leftOut = leftOutText(result, t);
  const sentence = outcomeSentence(result, t);
  return leftOut === undefined ? sentence : t('{0} {1}.', sentence, leftOut);
}

/** `36 images left out (captions only)`; `undefined` if the sync was of both kinds, or nothing was left out. */
export function leftOutText(
  { only, left_out_files: files = [] }: Pick<SyncResult, 'only' | 'left_out_files'>,
  t: Translate,
): string | undefined {
  if (only === undefined || files.length === 0) return undefined;
  const number = filesInWords(files, t);
  return only === 'captions'
    ? t('{0} left out (captions only)', number)
    : t('{0} left out (images only)', number);
}

function outcomeSentence(result: SyncResult, t: Translate): string {
  const parts = countsOf(result, t);
  if (result.cancelled) {
    return parts.length === 0
      ? t('Sync of {0} cancelled. Nothing was changed.', result.style_id)
      : t('Sync of {0} cancelled: {1}.', result.style_id, parts.join(', '));
  }
  if (result.stopped_by !== undefined && parts.length > 0) {
    return t('Sync of {0} stopped early: {1}.', result.style_id, parts.join(', '));
  }
  if (parts.length === 0) return nothingToDo(result, t);
  return result.direction === 'to-s3'
    ? t('Synced {0} to S3: {1}.', result.style_id, parts.join(', '))
    : t('Synced {0} from S3: {1}.', result.style_id, parts.join(', '));
}

/** “Up to date” is said only where both sides are the same, or where only some images were looked at. */
function nothingToDo(result: SyncResult, t: Translate): string {
  const { style_id: style, only_in_target_files: staying, deleted_in_source: gone, direction } = result;
  if (staying.length === 0) {
    if (result.only === 'captions') return t('{0}: the captions are up to date.', style);
    return result.only === 'images'
      ? t('{0}: the images are up to date.', style)
      : t('{0} is up to date.', style);
  }
  const files = filesInWords(staying, t);
  if (direction === 'from-s3') {
    return gone < staying.length
      ? t('{0}: nothing to download. Only here: {1}.', style, files)
      : t('{0}: nothing to download. Deleted in S3, still here: {1} (Sync Deletes is off).', style, files);
  }
  return gone < staying.length
    ? t('{0}: nothing to upload. Only in S3: {1} (Sync Deletes is off).', style, files)
    : t('{0}: nothing to upload. Deleted here, still in S3: {1} (Sync Deletes is off).', style, files);
}

/** The conflicts of a result, as a plan shows them: an image and its caption are one. */
export const conflictCount = ({ conflict_files: files }: Pick<SyncResult, 'conflict_files'>): number =>
  pairCount(files);

function countsOf(result: SyncResult, t: Translate): string[] {
  const isUpload = result.direction === 'to-s3';
  const moved = result.direction === 'to-s3' ? result.uploaded_files : result.downloaded_files;
  const failed = result.failed_files.map(({ file }) => file);
  const refused = result.refused_files.map(({ file }) => file);
  const conflicts = conflictCount(result);
  const counts: CountText[] = [
    counted(moved, (n) => (isUpload ? t('{0} uploaded', n) : t('{0} downloaded', n)), t),
    counted(
      result.deleted_files,
      (n) => (isUpload ? t('{0} deleted in S3', n) : t('{0} deleted here', n)),
      t,
    ),
    counted(result.copy_files, (n) => t('{0} kept under another name', n), t),
    [
      result.captions_without_image,
      result.captions_without_image === 1
        ? t('1 caption without its image')
        : t('{0} captions without their images', result.captions_without_image),
    ],
    counted(result.unconfirmed_files, (n) => t('{0} unconfirmed', n), t),
    counted(failed, (n) => t('{0} failed', n), t),
    counted(
      result.not_attempted_files,
      (n) => (isUpload ? t('{0} not uploaded', n) : t('{0} not downloaded', n)),
      t,
    ),
    counted(
      result.kept_files,
      (n) => (isUpload ? t('{0} kept (changed in S3)', n) : t('{0} kept (changed here)', n)),
      t,
    ),
    [conflicts, conflicts === 1 ? t('1 conflict') : t('{0} conflicts', conflicts)],
    counted(refused, (n) => t('{0} left alone (unsafe name)', n), t),
    counted(result.drifted_files, (n) => t('{0} changed since the preview, left alone', n), t),
    [
      result.deletions_skipped,
      result.deletions_skipped === 1
        ? t('1 deletion skipped')
        : t('{0} deletions skipped', result.deletions_skipped),
    ],
  ];
  return countTexts(counts);
}

const counted = (
  files: readonly RelativePath[],
  textOf: (filesInWords: string) => string,
  t: Translate,
): CountText => [files.length, textOf(filesInWords(files, t))];
