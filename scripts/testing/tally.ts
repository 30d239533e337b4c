/** The result of a suite: numbers of tests. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failure with its reason, to be repeated at the end of the log, which has thousands of lines. */
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

/** The last line of a run: `N passed, N failed`, and `, N skipped` if there are any. */
export const closingLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Reads the output of {@link ResultReporter}; `undefined` if it is incomplete, because the runner ended too early. */
export function parseTally(text: string): Tally | undefined {
  const value: unknown = JSON.parse(text);
  return isTally(value) ? value : undefined;
}

const isTally = (value: unknown): value is Tally =>
  typeof value === 'object' &&
  value !== null &&
  ['passed', 'failed', 'skipped'].every((key) => typeof Reflect.get(value, key) === 'number') &&
  Array.isArray(Reflect.get(value, 'failures'));
