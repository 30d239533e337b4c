/** The words of a list, all of which must be known; all that are known where it is left out. Throws an `Error`. */
export function chosen<T extends string>(option: string, text: string | undefined, known: readonly T[]): T[] {
  if (text === undefined) return [...known];
  return text.split(',').map((word) => {
    const match = known.find((name) => name === word);
    if (match === undefined)
      throw new Error(`--${option} knows ${[...new Set(known)].join(', ')}, not "${word}".`);
    return match;
  });
}

/** Throws an `Error` for what is no number above zero. */
export function positive(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option} ${text} is no positive number.`);
  return number;
}

/** Throws an `Error` for what is no whole number above zero. */
export function positiveInteger(option: string, text: string): number {
  const number = positive(option, text);
  if (!Number.isInteger(number)) throw new Error(`--${option} ${text} is no whole number.`);
  return number;
}
