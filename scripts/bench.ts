/*
 * npm run bench                                   everything: hours
 * npm run bench -- --sets small --servers ceph    one table: some minutes
 * npm run bench -- --program                     size and start of the command line as one file
 * npm run bench -- --scale 0.05 --runs 1          only checks that it works
 *
 * Compares the command line with rclone, aws and s3cmd, on servers that it starts itself. Missing peers are installed
 * if possible, otherwise omitted. It fails on errors only, never on slowness.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { emptyFiles, writeDataSet } from '../test/bench/data/folder.js';
import { touchMemory } from '../test/bench/measure/touchMemory.js';
import { measureProgram } from '../test/bench/measureProgram.js';
import { measureSet, phasesOf } from '../test/bench/measureSet.js';
import { BENCH_USAGE, parseOptions, type BenchOptions, type Measured } from '../test/bench/options.js';
import { withResult, withSection, type Circumstances } from '../test/bench/report/document.js';
import { machine } from '../test/bench/report/machine.js';
import { setReport } from '../test/bench/report/markdown.js';
import type { SetResult } from '../test/bench/result.js';
import type { ServerName } from '../test/bench/servers/benchServer.js';
import { AWS } from '../test/bench/tools/aws.js';
import { versionOf } from '../test/bench/tools/installed.js';
import { ours } from '../test/bench/tools/ours.js';
import { RCLONE } from '../test/bench/tools/rclone.js';
import { S3CMD } from '../test/bench/tools/s3cmd.js';
import type { Tool, ToolName } from '../test/bench/tools/tool.js';
import { PATIENCE } from '../test/bench/turns.js';
import { temporaryFolder } from '../test/support/vscode/temporaryFolder.js';
import { buildInto } from './packaging/bundles.js';
import { makeProgram } from './packaging/oneFileProgram.js';
import { provide } from './setup/provide.js';
import { CEPH, OPENSSL, PEERS, type Requirement } from './setup/requirements.js';

const DOCUMENT = 'docs/BENCHMARKS.md';

const NEEDS: Readonly<Record<ServerName, readonly Requirement[]>> = {
  ceph: [CEPH],
  far: [CEPH],
  https: [CEPH, OPENSSL],
  'in-repo': [],
};

/** Resolves to the exit status. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    console.log(BENCH_USAGE);
    return 0;
  }
  if (options.program) {
    await benchProgram(options);
    return 0;
  }
  const measured = await withWhatIsHere(options);
  const versions = versionsOf(options.tools);
  const folder = temporaryFolder('bench');
  // A separate build, so that later edits of the source do not change what is measured.
  const dist = path.join(folder.path, 'dist');
  await buildInto(dist);
  const wanted = [ours(dist), ...RCLONE, AWS, S3CMD].filter(
    ({ name }) => name !== 'before' && versions.has(name),
  );
  const before = options.before === undefined ? [] : [ours(path.resolve(options.before), 'before')];
  const tools = [...wanted, ...before];

  console.error('Most of the memory is used once first: about a second for each GB.');
  touchMemory();
  const results: SetResult[] = [];
  for (const each of measured) {
    for await (const result of measureOn(each, tools, options, folder.path)) {
      console.log(`\n${setReport(result)}\n`);
      results.push(result);
      if (options.write) writeResult(result, { runs: options.runs, versions });
    }
  }
  folder.remove();
  return results.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

/** Starts of the one-file program are short, so more of them are counted. */
const STARTS_PER_RUN = 7;

async function benchProgram({ runs, write }: BenchOptions): Promise<void> {
  const folder = temporaryFolder('bench');
  const dist = path.join(folder.path, 'dist');
  await buildInto(dist);
  const program = await makeProgram(folder.path);
  const starts = runs * STARTS_PER_RUN;
  const table = await measureProgram(program, { dist, home: folder.path, runs: starts });
  folder.remove();
  console.log(`\n${table}\n`);
  if (!write) return;
  const date = new Date().toISOString().slice(0, 10);
  const when = `${date}, ${String(starts)} counted starts; ${machine()}; Node ${process.versions.node}.`;
  const section = ['## The command line as one file', table, when].join('\n\n');
  writeFileSync(DOCUMENT, withSection(readFileSync(DOCUMENT, 'utf8'), 'one file', section));
}

/** Writes a result at once, so that it is kept if the run is ended later. */
function writeResult(result: SetResult, how: Omit<Circumstances, 'date'>): void {
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(DOCUMENT, withResult(readFileSync(DOCUMENT, 'utf8'), result, { date, ...how }));
  console.error(`Written to ${DOCUMENT}.`);
}

/** Installs missing peers and servers if possible, and omits the servers that are not available. */
async function withWhatIsHere({ measured, tools }: BenchOptions): Promise<Measured[]> {
  const peers = [...tools].flatMap((name) => (name === 'ours' ? [] : [PEERS[name]]));
  const unmet = await provide([
    ...measured.flatMap(({ servers }) => servers.flatMap((s) => NEEDS[s])),
    ...peers,
  ]);
  for (const reason of unmet.values()) console.error(`${reason}. It is left out.`);
  return measured.map(({ set, servers }) => ({
    set,
    servers: servers.filter((server) => !NEEDS[server].some((requirement) => unmet.has(requirement))),
  }));
}

/** The versions of the selected tools that are installed. */
function versionsOf(wanted: ReadonlySet<ToolName>): Map<ToolName, string> {
  const versions = new Map<ToolName, string>();
  for (const name of wanted) {
    const version = name === 'ours' ? `${packageJson.name} ${packageJson.version}` : versionOf(name);
    if (version !== undefined) versions.set(name, version);
  }
  return versions;
}

/** Measures a data set, server by server. `folder`: the folder for all files. */
async function* measureOn(
  { set, servers }: Measured,
  tools: readonly Tool[],
  { phases, runs }: BenchOptions,
  folder: string,
): AsyncGenerator<SetResult> {
  if (phasesOf({ set, phases }).length === 0) return;
  const original = path.join(folder, set.name);
  writeDataSet(set, original);
  for (const server of servers) {
    const say = (line: string): void => console.error(line);
    const circumstances = { patience: PATIENCE, original, workFolder: folder, say };
    yield await measureSet({ set, server, tools, phases, runs, ...circumstances });
  }
  emptyFiles(original);
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
