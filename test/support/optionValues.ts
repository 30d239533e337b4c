/** Parses a list of known words; without a text, returns all known words. Throws an `Error` for an unknown word. */
export function chosen<T extends string>(option: string, text: string | undefined, known: readonly T[]): T[] {
  if (text === undefined) return [...known];
  return text.split(',').map((word) => {
    const match = known.find((name) => name === word);
    if (match === undefined)
      throw new Error(`--${option} knows ${[...new Set(known)].join(', ')}, not "${word}".`);
    return match;
  });
}

/** Throws an `Error` if the text is not a number above zero. */
export function positive(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option} ${text} is no positive number.`);
  return number;
}

/** Throws an `Error` if the text is not an integer above zero. */
export function positiveInteger(option: string, text: string): number {
  const number = positive(option, text);
  if (!Number.isInteger(number)) throw new Error(`--${option} ${text} is no whole number.`);
  return number;
}
