/** A number, and the text that says it: `[2, '2 deleted']`. */
export type CountText = readonly [count: number, text: string];

/** The texts of the numbers that are not zero. */
export const countTexts = (counts: readonly CountText[]): string[] =>
  counts.filter(([count]) => count > 0).map(([, text]) => text);
