import type { PairsResult, RecordedEdit } from '../protocol/results.js';
import type { Translate } from './translate.js';

/** The texts of edits of pairs: in the closing message, and in the history. */

/** `3 images and 2 captions`, `1 image`, `2 captions`. */
export function imagesAndCaptions(images: number, captions: number, t: Translate): string {
  const imageText = images === 1 ? t('1 image') : t('{0} images', images);
  const captionText = captions === 1 ? t('1 caption') : t('{0} captions', captions);
  if (captions === 0) return imageText;
  return images === 0 ? captionText : t('{0} and {1}', imageText, captionText);
}

/** The title of an edit in the history: `Deleted 3 images and 3 captions`. */
export function editTitle({ act, images, captions, other = '?' }: RecordedEdit, t: Translate): string {
  const files = imagesAndCaptions(images, captions, t);
  switch (act) {
    case 'delete':
      return t('Deleted {0}', files);
    case 'rename':
      return t('Renamed {0}', files);
    case 'duplicate':
      return t('Duplicated {0}', files);
    case 'add':
      return t('Added {0}', files);
    case 'move-in':
      return t('Moved {0} here from {1}', files, other);
    case 'move-out':
      return t('Moved {0} to {1}', files, other);
  }
}

/** The closing message of an edit: `Deleted 3 images and 3 captions of 16. 1 failed.` */
export function editSentence(result: PairsResult, other: string | undefined, t: Translate): string {
  const { act, images, captions, failed, cancelled, style_id: style } = result;
  if (images + captions === 0) {
    if (cancelled) return t('Cancelled. Nothing was changed in {0}.', style);
    return failed === 0 ? t('Nothing was changed in {0}.', style) : failedText(failed, t);
  }
  const done = editTitle({ act, images, captions, ...(other !== undefined && { other }) }, t);
  const sentence = act === 'move-out' ? t('{0}.', done) : t('{0} of {1}.', done, style);
  const more = [
    ...(cancelled ? [t('Cancelled before the rest.')] : []),
    ...(failed > 0 ? [failedText(failed, t)] : []),
  ];
  return [sentence, ...more].join(' ');
}

const failedText = (failed: number, t: Translate): string =>
  failed === 1 ? t('1 file was left as it is.') : t('{0} files were left as they are.', failed);
