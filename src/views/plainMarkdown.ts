import { visibleLines } from '../operations/texts/outsideWords.js';

/**
 * Text for a Markdown tooltip that must show exactly as it is written: captions are untrusted input. Every ASCII
 * punctuation mark may be escaped in Markdown, so nothing is left that could become a link, an image, HTML or an
 * entity; line breaks stay, and so do spaces at the beginning of a line. Nothing turns the text around.
 */
export function plainMarkdown(text: string): string {
  return visibleLines(text.replace(/\r\n?/g, '\n'))
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replace(/(^|\n)[ \t]+/g, (space) => space.replace(/[ \t]/g, '&nbsp;'))
    .replace(/\n/g, '  \n');
}
