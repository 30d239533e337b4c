/**
 * Reads values out of parsed JSON of unknown shape. Each reader throws an `Error` where the value does not have its
 * shape; further fields of an object are ignored.
 */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether the value is an object, and no array. */
export const isRecord = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const malformed = (value: unknown): Error => new Error(`not understood: ${JSON.stringify(value)}`);

export function recordOf(value: unknown): JsonObject {
  if (!isRecord(value)) throw malformed(value);
  return value;
}

export function stringOf(value: unknown): string {
  if (typeof value !== 'string') throw malformed(value);
  return value;
}

export function stringLike(pattern: RegExp, value: unknown): string {
  const text = stringOf(value);
  if (!pattern.test(text)) throw malformed(value);
  return text;
}

/** A finite number: JSON can hold no other, except as `1e999`. */
export function numberOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw malformed(value);
  return value;
}

/** Milliseconds since the epoch that a `Date` can hold. */
export function dateOf(value: unknown): number {
  const time = numberOf(value);
  if (Math.abs(time) > 8.64e15) throw malformed(value);
  return time;
}

/** A whole number from 0 on. */
export function countOf(value: unknown): number {
  const count = numberOf(value);
  if (!Number.isSafeInteger(count) || count < 0) throw malformed(value);
  return count;
}

export function oneOf<T extends string>(words: readonly T[], value: unknown): T {
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw malformed(value);
  return word;
}

export const nullable = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === null ? null : read(value);

export const optional = <T>(value: unknown, read: (value: unknown) => T): T | undefined =>
  value === undefined ? undefined : read(value);
