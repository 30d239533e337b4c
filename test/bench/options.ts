import { parseArgs } from 'node:util';
import { chosen, positive, positiveInteger } from '../support/optionValues.js';
import { DATA_SETS, scaled, type DataSet, type SetName } from './data/dataSet.js';
import { COMPARE_PHASES, TRANSFER_PHASES, type PhaseName } from './phase.js';
import type { ServerName } from './servers/benchServer.js';
import { TOOL_NAMES, type ToolName } from './tools/tool.js';

export const BENCH_USAGE = `Usage: npm run bench -- [options]

  --sets small,wide,real,deep     data sets
  --servers ceph,far,https        servers for those that are transferred (deep has a server of its own)
  --tools ours,rclone,aws,s3cmd   tools
  --phases first-upload,no-change,one-percent,captions,deletes,download,scan,plan
  --runs 3                        counted runs, after one that warms up
  --scale 0.1                     a tenth of the pairs, to try it out
  --before FOLDER                 another build of this tool, its dist folder, to measure beside this one
  --program                       instead: size and start of the command line as one file
  --write                         write the results to docs/BENCHMARKS.md
  --help

Left out, an option means all of it; but where sets or servers are left out, far and https are measured with the
small set only: tools that send one request after the other take hours there.`;

/** A data set, and the servers on which it is measured: one table for each server. */
export interface Measured {
  readonly set: DataSet;
  readonly servers: readonly ServerName[];
}

export interface BenchOptions {
  readonly help: boolean;
  readonly measured: readonly Measured[];
  readonly tools: ReadonlySet<ToolName>;
  readonly phases: ReadonlySet<PhaseName>;
  readonly runs: number;
  readonly scale: number;
  /** The `dist` folder of another build of this product. */
  readonly before?: string;
  readonly write: boolean;
  /** Whether to measure the one-file program instead. */
  readonly program: boolean;
}

const TRANSFER_SERVERS: readonly ServerName[] = ['ceph', 'far', 'https'];
const PHASE_NAMES: readonly PhaseName[] = [...TRANSFER_PHASES, ...COMPARE_PHASES].map(({ name }) => name);

/** Throws an `Error` that names what is wrong with an option. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sets: { type: 'string' },
      servers: { type: 'string' },
      tools: { type: 'string' },
      phases: { type: 'string' },
      runs: { type: 'string', default: '3' },
      scale: { type: 'string', default: '1' },
      before: { type: 'string' },
      write: { type: 'boolean', default: false },
      program: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const scale = positive('scale', values.scale);
  const runs = positiveInteger('runs', values.runs);
  const sets = chosen<SetName>(
    'sets',
    values.sets,
    DATA_SETS.map(({ name }) => name),
  );
  const servers = chosen('servers', values.servers, TRANSFER_SERVERS);
  const isExplicit = values.sets !== undefined && values.servers !== undefined;
  return {
    help: values.help,
    measured: DATA_SETS.filter(({ name }) => sets.includes(name)).map((set) => ({
      set: scaled(set, scale),
      servers: serversFor(set, servers, isExplicit),
    })),
    tools: new Set(chosen('tools', values.tools, TOOL_NAMES)),
    phases: new Set(chosen('phases', values.phases, PHASE_NAMES)),
    runs,
    scale,
    ...(values.before !== undefined && { before: values.before }),
    write: values.write,
    program: values.program,
  };
}

function serversFor(set: DataSet, servers: readonly ServerName[], isExplicit: boolean): ServerName[] {
  if (!set.isTransferred) return ['in-repo'];
  return servers.filter((server) => isExplicit || server === 'ceph' || set.name === 'small');
}
