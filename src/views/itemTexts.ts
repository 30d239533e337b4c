import { stemOf } from '../dataset/pairing.js';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { RunState, StyleState } from '../host/style/style.js';
import type { Translate } from '../operations/texts/translate.js';
import type { FolderContent } from './imageFolders.js';

/** The dimmed text beside an item of the tree. */

/** Characters; longer than any side bar is wide, as the editor cuts the text at its edge. */
const CAPTION_START = 120;

/** `1,280 images · 1,160 captioned`; `language`: BCP 47, for the numbers. */
export function countsText(
  { total, captioned }: Pick<FolderContent, 'total' | 'captioned'>,
  t: Translate,
  language: string,
): string {
  if (total === 0) return t('no images');
  const number = new Intl.NumberFormat(language);
  const images = total === 1 ? t('1 image') : t('{0} images', number.format(total));
  return `${images} · ${t('{0} captioned', number.format(captioned))}`;
}

/** `cat 1 … cat 1000`: without their extensions, two names fit into a side bar. */
export function rangeText(first: Pick<CaptionedImage, 'name'>, last: Pick<CaptionedImage, 'name'>): string {
  const [from, to] = [stemOf(first.name), stemOf(last.name)];
  return from === to ? from : `${from} … ${to}`;
}

/** The run of a style, or else what it holds; empty while that is unknown. */
export function styleText(state: StyleState, content: FolderContent, t: Translate, language: string): string {
  const { run, images, arriving, error } = state;
  if (run !== undefined) return runText(run, t);
  if (error !== undefined) return t('cannot be read');
  if (images !== undefined) return countsText(content, t, language);
  return arriving === undefined ? '' : countsText(arriving, t, language);
}

/** The progress of a run; its kind while the progress is unknown. */
function runText({ kind, progress }: RunState, t: Translate): string {
  if (progress !== undefined && progress.filesTotal > 0) {
    return t('{0} of {1} images and captions', progress.filesDone, progress.filesTotal);
  }
  if (kind === 'undo') return t('undoing…');
  if (kind === 'edit') return t('changing…');
  return kind === 'restore' ? t('restoring…') : t('syncing…');
}

/** The start of an image's caption, in one line. */
export function captionStart(image: Pick<CaptionedImage, 'caption'>): string {
  return (image.caption ?? '')
    .slice(0, 4 * CAPTION_START)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, CAPTION_START);
}
