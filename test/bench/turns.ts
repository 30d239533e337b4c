import { bytesOf, type DataSet } from './data/dataSet.js';

/** Ceph's in-memory store takes about 50 KiB per object, however small; this many take about 5 GB. */
const MAX_OBJECTS_PER_SERVER = 100_000;
/** Limit of all bodies; the store is created a quarter larger. */
const MAX_BYTES_PER_SERVER = 3e9;

/** Number of copies of a data set that one server can hold, at least one. */
export function copiesOnOneServer(set: DataSet): number {
  if (!set.isTransferred) return Number.MAX_SAFE_INTEGER;
  return Math.max(
    1,
    Math.floor(Math.min(MAX_OBJECTS_PER_SERVER / (2 * set.pairs), MAX_BYTES_PER_SERVER / bytesOf(set))),
  );
}

/** Rotates the order, so that each run begins with another tool. */
export const rotated = <T>(items: readonly T[], by: number): T[] => {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};

/** Splits items, in order, into as few groups of at most `size` as possible, of almost equal length. */
export function groupsOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  const bounds = Array.from({ length: count + 1 }, (_, group) => Math.round((group * items.length) / count));
  return bounds.slice(1).map((end, group) => items.slice(bounds[group], end));
}

/** A tool is measured more than once only if its total time is at most this many times that of the fastest. */
export const PATIENCE = 3;

/**
 * The tools that are worth another run: those that take at most `patience` times as long as the fastest other tool and
 * may still be the best variant; our builds always are. `secondsOf`: time of one run of all phases; `undefined` if the
 * tool failed in one, so that it gets another try. `wasBestVariant`: in some phase it was faster than all other
 * variants.
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
