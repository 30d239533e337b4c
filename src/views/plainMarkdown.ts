import { visibleLines } from '../operations/texts/outsideWords.js';

/**
 * Escapes text for a Markdown tooltip, so that it shows exactly as it is written: captions are untrusted input.
 * Markdown allows an escape of every ASCII punctuation mark, so nothing remains that could become a link, an image,
 * HTML or an entity. Line breaks stay, and so do spaces at the beginning of a line. Characters that change the
 * direction of text are shown as escapes.
 */
export function plainMarkdown(text: string): string {
  return visibleLines(text.replace(/\r\n?/g, '\n'))
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replace(/(^|\n)[ \t]+/g, (space) => space.replace(/[ \t]/g, '&nbsp;'))
    .replace(/\n/g, '  \n');
}
