import type { SyncResult } from '../protocol/results.js';
import { countTexts, type CountText } from './countTexts.js';
import type { Translate } from './translate.js';

/**
 * The closing message of a sync: `Synced 16 to S3: 34 uploaded, 2 deleted.` The reason of an early end is a sentence of
 * its own.
 */
export function summarySentence(result: SyncResult, t: Translate): string {
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
export function nothingToDo(result: SyncResult, t: Translate): string {
  const { style_id: style, only_in_target: staying, deleted_in_source: gone, direction } = result;
  if (staying === 0) return t('{0} is up to date.', style);
  if (direction === 'from-s3') {
    if (gone < staying) return t('{0}: nothing to download. Only here: {1}.', style, filesText(staying, t));
    return t(
      '{0}: nothing to download. Deleted in S3, still here: {1} (Sync Deletes is off).',
      style,
      filesText(gone, t),
    );
  }
  if (gone < staying) {
    return t('{0}: nothing to upload. Only in S3: {1} (Sync Deletes is off).', style, filesText(staying, t));
  }
  return gone === 1
    ? t('{0}: nothing to upload. 1 file deleted here is still in S3 (Sync Deletes is off).', style)
    : t('{0}: nothing to upload. {1} files deleted here are still in S3 (Sync Deletes is off).', style, gone);
}

const filesText = (count: number, t: Translate): string =>
  count === 1 ? t('1 file') : t('{0} files', count);

function countsOf(result: SyncResult, t: Translate): string[] {
  const counts: CountText[] = [
    result.direction === 'to-s3'
      ? [result.uploaded, t('{0} uploaded', result.uploaded)]
      : [result.downloaded, t('{0} downloaded', result.downloaded)],
    [result.deleted, t('{0} deleted', result.deleted)],
    [result.copies, t('{0} kept under another name', result.copies)],
    [
      result.captions_without_image,
      result.captions_without_image === 1
        ? t('1 caption without its image')
        : t('{0} captions without their images', result.captions_without_image),
    ],
    [result.unconfirmed, t('{0} unconfirmed', result.unconfirmed)],
    [result.failed, t('{0} failed', result.failed)],
    [result.not_attempted, t('{0} not attempted', result.not_attempted)],
    [result.kept, t('{0} kept (changed in the target)', result.kept)],
    [result.conflicts, result.conflicts === 1 ? t('1 conflict') : t('{0} conflicts', result.conflicts)],
    [result.refused, t('{0} left alone (unsafe name)', result.refused)],
    [result.drifted, t('{0} changed since the preview, left alone', result.drifted)],
    [
      result.deletions_skipped,
      result.deletions_skipped === 1
        ? t('1 deletion skipped')
        : t('{0} deletions skipped', result.deletions_skipped),
    ],
  ];
  return countTexts(counts);
}
