import { visible } from '../../operations/texts/outsideWords.js';

/**
 * Makes text from outside safe for the editor, beside the characters that steer a terminal. The templates of the
 * extension are safe, their arguments are not.
 */

/** The editor cuts a notification after 1,000 characters: two long names still leave room for the advice. */
const LONGEST_WORD = 400;

/** Characters that always fit into one line of a notification. */
const ONE_LINE = 55;

/** Whether the editor would fold the notification to one line and cut it: it does so where there is no button. */
export const isFolded = (message: string, buttons: readonly string[]): boolean =>
  buttons.length === 0 && message.length > ONE_LINE;

/** Text from outside as an argument of a sentence: one line, with the middle of a very long text cut out. */
export function shownWord(word: string): string {
  const text = visible(word);
  if (text.length <= LONGEST_WORD) return text;
  const half = LONGEST_WORD / 2;
  // Cut by code points: half of a surrogate pair is no character.
  const start = Array.from(text.slice(0, half)).slice(0, -1).join('');
  const end = Array.from(text.slice(-half)).slice(1).join('');
  return `${start}…${end}`;
}

/**
 * Notifications turn `[label](command:…)` into a link that runs the command, and have no escape for it. A zero-width
 * space between the brackets keeps it text that looks the same.
 */
export const withoutLinks = (text: string): string => text.replaceAll('](', ']\u200b(');

/** Keeps `$(name)` text where the editor would show an icon: in lists, in the status bar and in its progress. */
export const withoutIcons = (text: string): string =>
  text.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');
