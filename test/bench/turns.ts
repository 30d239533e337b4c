import { bytesOf, type DataSet } from './data/dataSet.js';

/** Ceph's store in memory takes some 50 KiB for each object, however small; this many make about 5 GB. */
const MOST_OBJECTS = 100_000;
/** Of bodies; the store is made for a quarter more. */
const MOST_BYTES = 3e9;

/** How many copies of a data set one server can hold; at least one. */
export function copiesOnOneServer(set: DataSet): number {
  if (!set.isTransferred) return Number.MAX_SAFE_INTEGER;
  return Math.max(1, Math.floor(Math.min(MOST_OBJECTS / (2 * set.pairs), MOST_BYTES / bytesOf(set))));
}

/** Each run begins with another one, so that no place in the order is always the same one's. */
export const rotated = <T>(items: readonly T[], by: number): T[] => {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};

/** In as few groups of at most `size` as can be, none much larger than another. Keeps the order. */
export function groupsOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  const bounds = Array.from({ length: count + 1 }, (_, group) => Math.round((group * items.length) / count));
  return bounds.slice(1).map((end, group) => items.slice(bounds[group], end));
}

/** How many times as long as the fastest a tool may take for all that it does, to be measured more than once. */
export const PATIENCE = 3;

/**
 * Those that take no longer than `patience` times as long as the fastest other, and could still count; our builds always.
 * `secondsOf`: for one run of all phases; `undefined` where it failed in one, and may do better. `wasBestVariant`: in some
 * phase it was faster than all others of its name.
 */
export function worthAnotherRun<T extends { readonly name: string }>(
  tools: readonly T[],
  patience: number,
  secondsOf: (tool: T) => number | undefined,
  wasBestVariant: (tool: T) => boolean,
): T[] {
  const others = tools.filter((tool) => !isOurs(tool));
  const limit = patience * Math.min(...others.flatMap((tool) => secondsOf(tool) ?? []));
  const couldCount = (tool: T): boolean => {
    const seconds = secondsOf(tool);
    return seconds === undefined || (seconds <= limit && wasBestVariant(tool));
  };
  return tools.filter((tool) => isOurs(tool) || couldCount(tool));
}

const isOurs = ({ name }: { readonly name: string }): boolean => name === 'ours' || name === 'before';
