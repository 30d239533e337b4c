import { parseArgs } from 'node:util';
import { chosen, positiveInteger } from '../support/optionValues.js';

export const BENCH_UI_USAGE = `Usage: npm run bench:ui -- [options]

  --only sizes,headers,thumbnails,activation,sync,gallery
                                parts, in the order in which they are measured
  --images 100,10000,100000     images of the styles that are opened
  --runs 3                      counted runs of thumbnails and headers, after one that warms up
  --write                       write the results to docs/BENCHMARKS-UI.md
  --help

Left out, an option means all of it.`;

/** The parts that can be measured separately. */
export const PARTS = ['sizes', 'headers', 'thumbnails', 'activation', 'sync', 'gallery'] as const;
export type Part = (typeof PARTS)[number];

const IMAGE_COUNTS = [100, 10_000, 100_000];

export interface BenchUiOptions {
  readonly help: boolean;
  readonly parts: ReadonlySet<Part>;
  /** Number of images of each style that is opened, in a window of its own. */
  readonly imageCounts: readonly number[];
  readonly runs: number;
  readonly write: boolean;
}

/** Throws an `Error` that names what is wrong with an option. */
export function parseOptions(args: readonly string[]): BenchUiOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      images: { type: 'string' },
      runs: { type: 'string', default: '3' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    help: values.help,
    parts: new Set(chosen('only', values.only, PARTS)),
    imageCounts: values.images?.split(',').map((word) => positiveInteger('images', word)) ?? IMAGE_COUNTS,
    runs: positiveInteger('runs', values.runs),
    write: values.write,
  };
}
