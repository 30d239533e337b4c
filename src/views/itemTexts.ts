import { stemOf } from '../dataset/pairing.js';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { RunState, StyleState } from '../host/style/style.js';
import { joinedByDot } from '../host/texts/progressText.js';
import { countsText, standingText, type StandingContext } from '../host/texts/standingTexts.js';
import type { Translate } from '../operations/texts/translate.js';
import type { FolderContent } from './imageFolders.js';

/** The dimmed text beside an item of the tree. */

/** Characters; longer than any side bar is wide, as the editor cuts the text at its edge. */
const CAPTION_START = 120;

/** `cat 1 … cat 1000`: without their extensions, two names fit into a side bar. */
export function rangeText(first: Pick<CaptionedImage, 'name'>, last: Pick<CaptionedImage, 'name'>): string {
  const [from, to] = [stemOf(first.name), stemOf(last.name)];
  return from === to ? from : `${from} … ${to}`;
}

/**
 * The run of a style, or else what it holds and where it stands with S3; empty while that is unknown. What a sync would
 * do comes first: in a narrow side bar the end is cut.
 */
export function styleText(state: StyleState, content: FolderContent, context: StandingContext): string {
  const { t, language } = context;
  const { run, images, arriving, error, standing } = state;
  if (run !== undefined) return runText(run, t);
  if (error !== undefined) return t('cannot be read');
  if (images !== undefined) {
    const counts = countsText(content, t, language);
    if (standing === undefined || images.length === 0) return counts;
    const { text, needsSync } = standingText(standing, context);
    return needsSync ? joinedByDot(text, counts) : joinedByDot(counts, text);
  }
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
