import { visible } from '../../operations/texts/outsideWords.js';

/** What else the editor makes of words that it shows, beside what steers a terminal. Templates are ours; arguments are not. */

/** A notification is cut after 1,000 letters: two long names still leave room for what to do about them. */
const LONGEST_WORD = 400;

/** Letters of a message that surely fit into one line of a notification. */
const ONE_LINE = 55;

/** The editor folds a notification without a button to one line, and cuts it: with a button it is shown whole. */
export const isFolded = (message: string, buttons: readonly string[]): boolean =>
  buttons.length === 0 && message.length > ONE_LINE;

/** A name, key or message of a server as an argument of a sentence: in one line, cut in its middle where it is very long. */
export function shownWord(word: string): string {
  const text = visible(word);
  if (text.length <= LONGEST_WORD) return text;
  const half = LONGEST_WORD / 2;
  // By code points: half of a surrogate pair is no letter.
  const start = Array.from(text.slice(0, half)).slice(0, -1).join('');
  const end = Array.from(text.slice(-half)).slice(1).join('');
  return `${start}…${end}`;
}

/**
 * Notifications turn `[label](command:…)` into a link that runs the command, and know no escape: a zero-width space
 * between the brackets keeps it text that reads the same.
 */
export const withoutLinks = (text: string): string => text.replaceAll('](', ']\u200b(');

/** Where `$(name)` turns into an icon (lists to pick from, the status bar, progress in it), it stays text. */
export const withoutIcons = (text: string): string =>
  text.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');
