import type { SetResult } from '../result.js';
import type { ToolName } from '../tools/tool.js';
import { machine } from './machine.js';
import { setReport } from './markdown.js';

export interface Circumstances {
  /** `2026-11-22` */
  readonly date: string;
  readonly runs: number;
  /** What each tool says of its version. */
  readonly versions: ReadonlyMap<ToolName, string>;
}

/** The whole report as Markdown: how it was measured, and a table for each data set and server. */
export function benchmarkDocument(results: readonly SetResult[], circumstances: Circumstances): string {
  const { date, runs, versions } = circumstances;
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${date}; ${machine()}; Node ${process.versions.node}.

${[...versions].map(([name, version]) => `- ${name}: ${version}`).join('\n')}

The tools take turns within each phase (as many as one server can hold with the larger sets), and each run begins with another one. One run warms up (and is the one whose requests are counted), ${String(runs)} count; a figure is their median. Each tool has its own copy of the data, its own bucket and its own empty home folder, and every download is compared with the original byte by byte. CPU and memory are those of the client, with all processes that it starts. “ours ÷ best” is our wall time as a fraction of the fastest other tool's in that row: below 1 we are faster. rclone is called in three ways, of which the fastest counts, row by row. Other work on the machine makes the times uncertain; the ratios suffer less, for all tools suffer alike.

- The tools run one after the other; what was written is flushed to the disk before the next one starts.
- “All captions changed” is what our command line asks about before it does it; it is called with \`--force\`.
- \`rclone sync\` always deletes; the others only in “1 % deleted”.

${results.map(setReport).join('\n\n')}
`;
}
