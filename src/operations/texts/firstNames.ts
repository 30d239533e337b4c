import type { Translate } from './translate.js';

/** Questions and errors name this many files, and give the number of the others. */
const NAMED = 5;

/** In one line, in English: `a.jpg, b.jpg, c.jpg, d.jpg, e.jpg, 3 more`. */
export function firstNames(names: readonly string[]): string {
  const more = names.length > NAMED ? [`${String(names.length - NAMED)} more`] : [];
  return [...names.slice(0, NAMED), ...more].join(', ');
}

/** A line for each of the first items, and `… and 3 more`. */
export function firstLines<T>(items: readonly T[], lineOf: (item: T) => string, t: Translate): string[] {
  const more = items.length > NAMED ? [t('… and {0} more', items.length - NAMED)] : [];
  return [...items.slice(0, NAMED).map(lineOf), ...more];
}
