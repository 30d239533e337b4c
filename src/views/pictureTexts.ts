import type { Translate } from '../operations/texts/translate.js';
import type { PictureFacts } from '../thumbnails/pictureFacts.js';

/** Tooltips are no larger. Pixels. */
const LONGEST_SIDE = 280;

/**
 * An image in Markdown, fitted into a tooltip and never enlarged; `undefined` where the editor cannot show it. `uri`: of
 * the file, encoded.
 */
export function pictureMarkdown(uri: string, facts: PictureFacts | undefined): string | undefined {
  if (facts?.inBrowser === undefined) return undefined;
  const { width, height } = facts.inBrowser;
  const scale = Math.min(1, LONGEST_SIDE / width, LONGEST_SIDE / height);
  const side = (pixels: number) => String(Math.max(1, Math.round(pixels * scale)));
  return `![](${uri}|width=${side(width)},height=${side(height)})`;
}

/**
 * What is to be said of a picture besides its name, a line each: its size, and what a user would not expect. `size`: of
 * the file, as text.
 */
export function pictureLines(facts: PictureFacts | undefined, size: string, t: Translate): readonly string[] {
  if (facts === undefined) return [t('{0} · not a readable image', size)];
  const { width, height, format, promised, inBrowser, isOddKind, isUnturned } = facts;
  const lines = [`${String(width)} × ${String(height)} · ${size}`];
  if (promised !== undefined)
    lines.push(t('This is a {0} file under the name of a {1} file', format, promised));
  if (inBrowser === undefined)
    lines.push(
      isOddKind === true
        ? t('The editor does not show this kind of {0} file', format)
        : t('The editor does not show {0} files', format),
    );
  else if (isUnturned === true)
    lines.push(t('The editor does not turn {0} files: it is shown as stored', format));
  return lines;
}
