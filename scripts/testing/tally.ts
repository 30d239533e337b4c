/** How a suite went: numbers of tests. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed and why, each in words: a log of many thousand lines is read from its end. */
  readonly failures: readonly string[];
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };
export const ONE_SKIPPED: Tally = { ...NOTHING, skipped: 1 };
export const oneFailed = (reason: string): Tally => ({ ...NOTHING, failed: 1, failures: [reason] });

export const sum = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
});

/** The one line that a run ends with: `N passed, N failed`, and `, N skipped` where some were. */
export const closingLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Reads what {@link ResultReporter} wrote; `undefined` where a runner ended before it could. */
export function parseTally(text: string): Tally | undefined {
  const value: unknown = JSON.parse(text);
  return isTally(value) ? value : undefined;
}

const isTally = (value: unknown): value is Tally =>
  typeof value === 'object' &&
  value !== null &&
  ['passed', 'failed', 'skipped'].every((key) => typeof Reflect.get(value, key) === 'number') &&
  Array.isArray(Reflect.get(value, 'failures'));
