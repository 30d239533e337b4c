import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { StyleState } from '../host/style.js';
import type { Translate } from '../styles/texts.js';
import type { FolderContent } from './imageFolders.js';

/** The dimmed text beside an item of the tree. */

/** Longer than any side bar is wide: the editor cuts it at its edge. */
const CAPTION_START = 120;

/** `128 images · 116 captioned` */
export function countsText(
  { total, captioned }: Pick<FolderContent, 'total' | 'captioned'>,
  t: Translate,
): string {
  if (total === 0) return t('no images');
  const images = total === 1 ? t('1 image') : t('{0} images', total);
  return `${images} · ${t('{0} captioned', captioned)}`;
}

/** What a style is doing, or else what it holds; empty until that is known. */
export function styleText(state: StyleState, content: FolderContent, t: Translate): string {
  const { sync, images, arriving, error } = state;
  if (sync !== undefined) {
    const progress = sync.progress;
    return progress === undefined || progress.filesTotal === 0
      ? t('syncing…')
      : t('{0} of {1}', progress.filesDone, progress.filesTotal);
  }
  if (error !== undefined) return t('cannot be read');
  if (images !== undefined) return countsText(content, t);
  return arriving === undefined ? '' : countsText(arriving, t);
}

/** The start of an image's caption, in one line. */
export function captionStart(image: Pick<CaptionedImage, 'caption'>): string {
  return (image.caption ?? '')
    .slice(0, 4 * CAPTION_START)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, CAPTION_START);
}
